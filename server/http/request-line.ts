import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { nanoid } from 'nanoid';
import type { RequestLine, Telemetry } from '../domain/telemetry.ts';
import { completeAnswer } from './carried-headers.ts';
import type { HttpEnv } from './http-context.ts';
import { problemResponse } from './problem.ts';

type RequestLineOptions = {
  telemetry: Telemetry;
  /** A monotonic reading in ms. */
  monotonicMs?: () => number;
};

/** The route of a request that met none. */
export const UNMATCHED = 'unmatched';

/** An id that no caller chose and no other request has. */
export function newRequestId(): string {
  return `req_${nanoid(16)}`;
}

/**
 * Gives each request an id, answers with it, and reports one line at the end. The id is always ours: with a
 * caller's own id, a stranger could make two requests look like one in the log.
 */
export function requestLine({
  telemetry,
  monotonicMs = () => performance.now(),
}: RequestLineOptions): MiddlewareHandler<HttpEnv> {
  return async function observe(c, next) {
    const startedMs = monotonicMs();
    const line: RequestLine = {
      requestId: newRequestId(),
      method: c.req.method,
      route: '',
      status: 0,
      durationMs: 0,
    };
    c.set('line', line);
    c.set('carried', { 'X-Request-Id': line.requestId });
    try {
      await next();
    } catch (thrown) {
      // Hono hands only instances of Error to its error handler; anything else arrives here.
      telemetry.requestFailed(line.requestId, thrown);
      c.res = problemResponse(thrown, line.requestId);
    }
    completeAnswer(c);
    line.route ||= matchedPattern(matchedRoutes(c));
    line.status = c.res.status;
    line.durationMs = monotonicMs() - startedMs;
    telemetry.requestAnswered(line);
  };
}

/** Middleware is registered for all methods; the last route with a method of its own is the one that answered. */
function matchedPattern(routes: readonly { method: string; path: string }[]): string {
  return routes.findLast((route) => route.method !== 'ALL')?.path ?? UNMATCHED;
}
