import type { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { PROBLEM_CODES, type ProblemCode, problem } from '../../shared/contract/problem.ts';
import type { Auth } from './caller.ts';
import type { Endpoint, EndpointSpec } from './endpoint.ts';
import { openApiWebhooks } from './openapi-webhooks.ts';
import { PROBLEMS } from './problem-catalogue.ts';
import type { ResponseSpec } from './response-spec.ts';

export type ApiInfo = { version: string; publicUrl: string };

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 document of the routes, made from the schemas that validate their requests. */
export function openApiDocument(endpoints: readonly Endpoint[], info: ApiInfo): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { spec } of endpoints) {
    const path = openApiPath(spec.path);
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operation(spec) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Goodturn', version: info.version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: info.publicUrl }],
    paths,
    webhooks: openApiWebhooks(),
    components: {
      securitySchemes: {
        siteKey: { type: 'apiKey', in: 'header', name: 'X-Site-Key', description: 'Publishable key `pk_…`' },
        session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Session token' },
        secretKey: { type: 'http', scheme: 'bearer', description: 'Secret key `sk_…`, server to server' },
      },
    },
  });
}

/** Every code that a route can answer: its own, and those that its credential and its request bring along. */
export function problemsOf(spec: EndpointSpec): ProblemCode[] {
  const { request, auth } = spec;
  const codes = new Set<ProblemCode>(spec.problems ?? []);
  if (request?.params || request?.query || request?.headers) codes.add('bad_request');
  if (request?.body) for (const code of BODY_PROBLEMS) codes.add(code);
  if (auth !== 'none') codes.add('unauthorized');
  if (auth === 'site-key' || auth === 'session') codes.add('foreign_origin');
  if (typeof auth === 'object') codes.add('missing_scope');
  // A database that cannot be reached, or takes no write now, answers so.
  codes.add('overloaded');
  codes.add('internal');
  return PROBLEM_CODES.filter((code) => codes.has(code));
}

const BODY_PROBLEMS = ['invalid_body', 'payload_too_large', 'unsupported_media_type'] as const;

/** `/v1/rewards/:id{[a-z]+}` → `/v1/rewards/{id}`. */
function openApiPath(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)(\{[^}]*\})?/g, '{$1}');
}

function operation(spec: EndpointSpec): ZodOpenApiOperationObject {
  const { request } = spec;
  return {
    operationId: operationId(spec),
    summary: spec.summary,
    description: spec.description,
    tags: [...spec.tags],
    security: security(spec.auth),
    requestParams: {
      ...(request?.params && { path: request.params }),
      ...(request?.query && { query: request.query }),
      ...(request?.headers && { header: request.headers }),
    },
    ...(request?.body && { requestBody: requestBody(request.body, spec) }),
    responses: { ...answers(spec), ...refusals(spec) },
  };
}

/** Stable as long as the route is: `get-v1-rewards-id`. */
export function operationId(spec: EndpointSpec): string {
  const words = openApiPath(spec.path).split(/[^A-Za-z0-9]+/);
  return [spec.method.toLowerCase(), ...words].filter(Boolean).join('-');
}

function security(auth: Auth): Record<string, string[]>[] {
  if (auth === 'none') return [];
  if (auth === 'site-key') return [{ siteKey: [] }];
  if (auth === 'session') return [{ siteKey: [], session: [] }];
  return [{ secretKey: [auth.scope] }];
}

/** Media types whose content no schema of ours describes, such as a CSV file. */
const TEXT = { schema: { type: 'string' as const } };

function requestBody(schema: z.ZodType, { example, bodyAlsoAs }: EndpointSpec) {
  return {
    required: true,
    content: {
      'application/json': { schema, ...(example !== undefined && { example }) },
      ...(bodyAlsoAs && { [bodyAlsoAs]: TEXT }),
    },
  };
}

function answers(spec: EndpointSpec): Record<`${number}`, ZodOpenApiResponseObject> {
  const entries = Object.entries(spec.responses).map(([status, response]) => [status, answer(response)]);
  return Object.fromEntries(entries);
}

function answer(spec: ResponseSpec): ZodOpenApiResponseObject {
  const { description, schema, headers, contentType, alsoAs } = spec;
  const content = {
    ...(schema && { [contentType ?? 'application/json']: { schema } }),
    ...(!schema && contentType && { [contentType]: TEXT }),
    ...(alsoAs && { [alsoAs]: TEXT }),
  };
  return { description, ...(headers && { headers }), ...(Object.keys(content).length > 0 && { content }) };
}

/** Refusals that share a status are one answer with several codes. A status that the route declares stays its own. */
function refusals(spec: EndpointSpec): Record<`${number}`, ZodOpenApiResponseObject> {
  const byStatus = Map.groupBy(problemsOf(spec), (code) => PROBLEMS[code].status);
  const entries = [...byStatus]
    .filter(([status]) => !(status in spec.responses))
    .map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('. '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]);
  return Object.fromEntries(entries);
}
