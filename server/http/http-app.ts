import { Hono } from 'hono';
import { DomainError } from '../domain/errors.ts';
import { LostRace } from '../domain/lost-race.ts';
import type { Telemetry } from '../domain/telemetry.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type { Guards } from './caller.ts';
import type { Endpoint } from './endpoint.ts';
import { isOpenedByPerson, unknownPage } from './faults-as-pages.ts';
import type { HttpContext, HttpEnv } from './http-context.ts';
import { problemResponse } from './problem.ts';
import { requestLine } from './request-line.ts';

export type HttpApp = Hono<HttpEnv>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * An empty app that numbers, times and reports every request and answers every failure as a problem: thrown errors,
 * unknown routes (404, a page for people who open one in a browser) and wrong methods (405 with `Allow`). A trailing
 * slash never matters and never redirects, since senders of events do not follow redirects.
 */
export function createHttpApp(telemetry: Telemetry): HttpApp {
  const app: HttpApp = new Hono<HttpEnv>({ strict: false });
  app.use(requestLine({ telemetry }));
  app.onError((error, c) => answerFailure(error, c, telemetry));
  app.notFound((c) => answerUnknown(app, c));
  return app;
}

/** Adds routes. Throws when two have the same method and path, since the second would never be reached. */
export function mountEndpoints(app: HttpApp, endpoints: readonly Endpoint[], guards: Guards): void {
  for (const { spec, answer } of endpoints) {
    if (app.routes.some((route) => route.method === spec.method && route.path === spec.path)) {
      throw new Error(`${spec.method} ${spec.path} is mounted twice`);
    }
    app.on(spec.method, spec.path, (c) => answer(c, guards));
  }
}

function answerFailure(thrown: Error, c: HttpContext, telemetry: Telemetry): Response {
  const line = c.get('line');
  const error = asRefusal(thrown);
  if (!(error instanceof DomainError) || error.code === 'internal') {
    telemetry.requestFailed(line.requestId, error);
    line.code = 'internal';
    return problemResponse(error, line.requestId);
  }
  line.code = error.code;
  if (error.operator !== null) line.operator = error.operator;
  return problemResponse(error, line.requestId);
}

/** A database that cannot take the write now is no fault of the request: the same request may be sent again. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof Unavailable || error instanceof LostRace)) return error;
  const operator = `${error.name}: ${error.message}`;
  return new DomainError('overloaded', 'The request could not be served now; send the same again shortly.', {
    cause: error,
    operator,
    retryAfterMs: 1000,
  });
}

function answerUnknown(app: HttpApp, c: HttpContext): Response | Promise<Response> {
  const line = c.get('line');
  const allowed = allowedMethods(app, c.req.path);
  const [error, headers] =
    allowed.length === 0
      ? [new DomainError('not_found', 'There is no such route; /docs lists all of them.'), {}]
      : [
          new DomainError('method_not_allowed', `This address answers ${allowed.join(', ')}.`),
          { Allow: allowed.join(', ') },
        ];
  line.code = error.code;
  if (error.code === 'not_found' && isOpenedByPerson(c)) return unknownPage();
  return problemResponse(error, line.requestId, headers);
}

/** Middleware matches every method (`ALL`), so only routes with a method of their own count. */
function allowedMethods(app: HttpApp, path: string): string[] {
  const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const methods = METHODS.filter((method) =>
    app.router.match(method, bare)[0].some(([[, route]]) => route.method === method),
  );
  return methods.includes('GET') ? ['HEAD', ...methods] : methods;
}
