import type { Context } from 'hono';
import type { RequestLine } from '../domain/telemetry.ts';

/**
 * What every handler finds on its context: `line` collects what the request's log line shall say, `carried` the headers
 * that its answer carries in any case.
 */
export type HttpEnv = { Variables: { line: RequestLine; carried: Readonly<Record<string, string>> } };

export type HttpContext = Context<HttpEnv>;
