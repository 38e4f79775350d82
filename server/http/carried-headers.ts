import type { HttpContext } from './http-context.ts';

type Headers = Readonly<Record<string, string>>;

/** Answers that were made with everything they carry. */
const complete = new WeakSet<Response>();

/** Adds headers that the answer of this request carries whoever makes it, refusals included. */
export function carry(c: HttpContext, headers: Headers): void {
  c.set('carried', { ...c.get('carried'), ...headers });
}

/**
 * An answer with what it carries from the start. Headers that are added to a finished `Response` make the adapter
 * build the slow kind, which costs several times as much as the whole routing.
 */
export function answerWith(
  c: HttpContext,
  body: string | null,
  { status, headers }: { status: number; headers: Headers },
): Response {
  const response = new Response(body, { status, headers: { ...headers, ...c.get('carried') } });
  complete.add(response);
  return response;
}

/** Gives what the request carries to an answer that was made in any other way. */
export function completeAnswer(c: HttpContext): void {
  if (complete.has(c.res)) return;
  for (const [name, value] of Object.entries(c.get('carried'))) {
    // An answer may depend on more than the origin.
    if (name === 'Vary') c.res.headers.append(name, value);
    else c.res.headers.set(name, value);
  }
}
