import type { Context } from 'hono';

/** The text fields of a posted form, trimmed. Files and repeated names are left out. */
export async function readForm(c: Context): Promise<Record<string, string>> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
  );
}

/** A path inside this shop to go on to, or `otherwise`: a form must not send people elsewhere. */
export function nextPath(path: string | undefined, otherwise: string): string {
  return path && /^\/[a-z-]*$/.test(path) ? path : otherwise;
}
