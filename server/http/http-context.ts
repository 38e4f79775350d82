import type { Context } from 'hono';
import type { RequestLine } from '../domain/telemetry.ts';

/** What every handler finds on its context: `c.get('line')` collects what the request's log line shall say. */
export type HttpEnv = { Variables: { line: RequestLine } };

export type HttpContext = Context<HttpEnv>;
