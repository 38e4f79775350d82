import type { z } from 'zod';
import type { ProblemCode } from '../../shared/contract/problem.ts';
import type { RequestLine } from '../domain/telemetry.ts';
import { type Answer, toResponse } from './answer.ts';
import { readBody } from './body.ts';
import { type BodyRule, checkMediaType } from './body-rule.ts';
import type { Auth, CallerOf, Guards } from './caller.ts';
import type { HttpContext } from './http-context.ts';
import { parseJson } from './json.ts';
import type { ResponseSpec } from './response-spec.ts';
import { emptyBody, validate } from './validate.ts';

/** A route as data: it validates with it, and the OpenAPI document and `/docs` are made from it. */
export type EndpointSpec = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Hono's pattern, such as `/v1/rewards/:id`. */
  path: `/${string}`;
  summary: string;
  description: string;
  tags: readonly [string, ...string[]];
  auth: Auth;
  /** `headers` has lower-case names. Query and params arrive as text: coerce where a number is meant. */
  request?: { params?: z.ZodObject; query?: z.ZodObject; headers?: z.ZodObject; body?: z.ZodType };
  responses: Readonly<Record<number, ResponseSpec>>;
  /** Refusals of the handler itself; those of credentials, bodies and fields are added by themselves. */
  problems?: readonly ProblemCode[];
  /** Default `by-content` behind a secret key and `json-only` elsewhere. */
  bodyRule?: BodyRule;
  /**
   * `handler`: the body schema is documentation only, and the handler validates (items of a batch, one by one). `bytes`:
   * it reads the bytes as well, since the body may be something else than JSON.
   */
  bodyCheck?: 'schema' | 'handler' | 'bytes';
  /** A media type beside JSON that the handler reads (`bodyCheck: 'bytes'`). */
  bodyAlsoAs?: string;
  /** Largest body in bytes where the design's 1 MB is not enough. */
  maxBodyBytes?: number;
  /** A body to show in `/docs`; made up from the schema when absent. */
  example?: unknown;
};

type Requested<S extends EndpointSpec> = S['request'] extends object ? S['request'] : Record<never, never>;
type Part<S extends EndpointSpec, K extends string> =
  Requested<S> extends Record<K, infer T extends z.ZodType> ? z.output<T> : undefined;

/** What a handler gets: everything parsed, the caller known. */
type Input<S extends EndpointSpec> = {
  params: Part<S, 'params'>;
  query: Part<S, 'query'>;
  headers: Part<S, 'headers'>;
  body: S['bodyCheck'] extends 'handler' | 'bytes' ? unknown : Part<S, 'body'>;
  /** The decompressed bytes of the body, for fingerprints; empty when the route takes no body. */
  bodyBytes: Uint8Array;
  caller: CallerOf<S['auth']>;
  requestId: string;
  /** The request's log line; a handler may add what it learns. */
  line: RequestLine;
  /** For what has no words here, such as streaming. */
  c: HttpContext;
};

/** A route that can be mounted. `spec` is what documents are made from. */
export type Endpoint = {
  spec: EndpointSpec;
  answer(c: HttpContext, guards: Guards): Promise<Response>;
};

/**
 * Declares a JSON route. The handler's answer must match one of the declared responses; refusals are thrown.
 * (`A` is there because a status would otherwise be read as any number before the responses are known.)
 */
export function endpoint<const S extends EndpointSpec, const A extends Answer<S['responses']>>(
  spec: S,
  handler: (input: Input<S>) => A | Promise<A>,
): Endpoint {
  const readInput = inputReader(spec);
  return {
    spec,
    async answer(c, guards) {
      const line = c.get('line');
      line.route = spec.path;
      const caller = await admit(spec.auth, c, guards);
      if (caller) line.siteId = caller.siteId;
      const parts = await readInput(c);
      const input = { ...parts, caller, requestId: line.requestId, line, c };
      // The parts were read by the very schemas of `spec`; the compiler cannot follow that through the generics.
      return toResponse(c, await handler(input as Input<S>));
    },
  };
}

async function admit(auth: Auth, c: HttpContext, guards: Guards) {
  if (auth === 'none') return null;
  if (auth === 'site-key') return guards.siteKey(c);
  if (auth === 'session') return guards.session(c);
  const caller = await guards.secretKey(c, auth.scope);
  c.get('line').key = caller.keyName;
  return caller;
}

type Parts = { params: unknown; query: unknown; headers: unknown; body: unknown; bodyBytes: Uint8Array };

const NO_BYTES = new Uint8Array();

/** Decides once per route what has to be read, so that a request pays only for what its route declares. */
function inputReader(spec: EndpointSpec): (c: HttpContext) => Promise<Parts> {
  const { params, query, headers, body } = spec.request ?? {};
  const headerNames = Object.keys(headers?.shape ?? {});
  const bodySchema = (spec.bodyCheck ?? 'schema') === 'schema' ? body : undefined;
  const readsBody = spec.method === 'POST' || spec.method === 'PUT' || spec.method === 'DELETE';
  return async function read(c) {
    const parts: Parts = {
      params: params && validate(params, c.req.param(), 'bad_request'),
      query: query && validate(query, c.req.query(), 'bad_request'),
      headers: headers && validate(headers, pickHeaders(c, headerNames), 'bad_request'),
      body: undefined,
      bodyBytes: NO_BYTES,
    };
    if (readsBody) checkMediaType(bodyRuleOf(spec), c.req.header('content-type') ?? null, body !== undefined);
    if (!body) return parts;
    parts.bodyBytes = await readBody(c.req.raw, spec.maxBodyBytes);
    if (spec.bodyCheck === 'bytes') return parts;
    if (parts.bodyBytes.length === 0) throw emptyBody(body);
    const value = parseJson(parts.bodyBytes);
    parts.body = bodySchema ? validate(bodySchema, value, 'invalid_body') : value;
    return parts;
  };
}

/** How the route decides whether a body is JSON, its default included. */
export function bodyRuleOf(spec: EndpointSpec): BodyRule {
  return spec.bodyRule ?? (typeof spec.auth === 'object' ? 'by-content' : 'json-only');
}

function pickHeaders(c: HttpContext, names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, c.req.header(name)]));
}
