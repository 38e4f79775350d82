import { createMiddleware } from 'hono/factory';
import type { Sandbox } from '../sandbox.ts';

/** Keeps every call of the upstream API for `GET /__sandbox/requests`. */
export function logRequests({ requests, clock }: Sandbox) {
  return createMiddleware(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const noteAnswer = requests.add({
      At: new Date(clock.now()).toISOString(),
      Method: c.req.method,
      Path: pathname + search,
      Body: jsonOrText(await c.req.text()),
    });
    await next();
    // A dropped connection carries a stand-in response that never reaches the wire.
    if (!c.res.headers.has('x-hono-already-sent')) noteAnswer(c.res.status);
  });
}

function jsonOrText(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
