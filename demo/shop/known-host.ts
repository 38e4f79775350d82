import type { Context, Next } from 'hono';

/** Names under which the shop answers. Any other one is a foreign page that pointed its name at 127.0.0.1. */
export function refuseForeignHosts(publicUrl: string | null) {
  const known = new Set(['127.0.0.1', 'localhost']);
  if (publicUrl) known.add(new URL(publicUrl).hostname);
  return async function checkHost(c: Context, next: Next): Promise<Response | undefined> {
    if (!known.has(new URL(c.req.url).hostname)) return c.text('This shop does not answer here.', 421);
    await next();
    return undefined;
  };
}

/**
 * The same page as a second browser would see it. Browsers keep the cookies of `127.0.0.1` and `localhost`
 * apart, so Ada and her friend can sit in two windows of one browser. Null when the shop runs elsewhere.
 */
export function addressOfOtherWindow(address: string): string | null {
  const url = new URL(address);
  if (url.hostname !== '127.0.0.1') return null;
  url.hostname = 'localhost';
  return url.href;
}
