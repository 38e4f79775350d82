import { describe, expect, test } from 'vitest';
import { PROBLEM_CODES } from '../../shared/contract/problem.ts';
import { WEBHOOK_EVENT_TYPES } from '../../shared/contract/webhook.ts';
import { startHarness } from '../support/harness.ts';

/** Pages for people and files: served, and no part of the JSON contract. */
const NOT_JSON = [
  'GET /c/:claim',
  'GET /c/:claim/reveal',
  'POST /c/:claim/reveal',
  'GET /c/:claim/address',
  'POST /c/:claim/address',
  'GET /r/:code',
  'GET /terms/:programId',
  'GET /terms/:programId/:version',
  'GET /docs',
  'GET /docs/style.css',
  'GET /openapi.json',
  'GET /widget/manifest.json',
];

type Operation = {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<
    string,
    { description: string; headers?: object; content?: Record<string, { schema?: object }> }
  >;
};

describe('the documents', async () => {
  const { app } = await startHarness('sqlite');
  const answer = await app.request('/openapi.json');
  const document = await answer.json();
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => ({ path, method, ...operation })),
  );

  test('/openapi.json is an OpenAPI 3.1 document by its shape', () => {
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(document.servers).toEqual([{ url: 'https://go.acme.example' }]);
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^\/[^:*]*$/);
  });

  test('it tells every message that an endpoint of a site may get, with its body', () => {
    expect(Object.keys(document.webhooks)).toEqual(WEBHOOK_EVENT_TYPES);
    for (const type of WEBHOOK_EVENT_TYPES) {
      const { schema } = document.webhooks[type].post.requestBody.content['application/json'];
      expect(schema.properties.type.const).toBe(type);
      expect(schema.properties.data.additionalProperties).toBe(false);
    }
  });

  test('it names every mounted route and no other', () => {
    const mounted = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !NOT_JSON.includes(name))
      .map((name) => name.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}'));
    const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(documented.toSorted()).toEqual([...new Set(mounted)].toSorted());
  });

  test('operation ids are unique, and every operation says what it does and who may call it', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { summary, security, path } of operations) {
      expect([path, summary.length > 0]).toEqual([path, true]);
      for (const scheme of security.flatMap((each) => Object.keys(each))) {
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    }
  });

  test('every variable of a path is declared as a required parameter', () => {
    for (const { path, parameters = [] } of operations) {
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
      const declared = parameters.filter((parameter) => parameter.in === 'path' && parameter.required);
      expect(declared.map(({ name }) => name).toSorted()).toEqual(variables);
    }
  });

  test('every reference leads to a component', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, ref]) => ref ?? '',
    );
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const found = reference
        .replace(/^#\//, '')
        .split('/')
        .reduce((node, key) => node?.[key], document);
      expect([reference, typeof found]).toEqual([reference, 'object']);
    }
  });

  test('every refusal is a problem, and every route declares that it can fail', () => {
    for (const { path, responses } of operations) {
      expect(Object.keys(responses)).toContain('500');
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        expect([path, status, Object.keys(content ?? {})]).toEqual([
          path,
          status,
          ['application/problem+json'],
        ]);
      }
    }
  });

  test('it tells every media type and header that its routes speak', () => {
    const named = (id: string) => {
      const found = operations.find(({ operationId }) => operationId === id);
      if (!found) throw new Error(`no operation ${id}`);
      return found;
    };
    const types = (content: object = {}) => Object.keys(content);
    const both = ['application/json', 'text/csv'];
    expect(types(named('post-v1-reward-batches').requestBody?.content)).toEqual(both);
    const answered = (id: string, status: string) => types(named(id).responses[status]?.content);
    expect(answered('get-v1-reward-batches-id-items', '200')).toEqual(both);
    expect(answered('get-v1-widget-events', '200')).toEqual(['text/event-stream']);
    expect(answered('get-metrics', '200')).toEqual(['text/plain']);
    const headers = (id: string, status: string) => types(named(id).responses[status]?.headers);
    for (const status of ['200', '304']) expect(headers('get-v1-widget-me', status)).toEqual(['ETag']);
    expect(headers('post-v1-widget-sessions', '200')).toEqual(['ETag']);
    for (const status of ['200', '201']) {
      expect(headers('post-v1-events', status)).toEqual(['Idempotent-Replayed']);
    }
    expect(headers('post-v1-reward-batches', '202')).toEqual(['Idempotent-Replayed']);
  });

  test('the event is described field by field, as it is validated', () => {
    const { EventRequest } = document.components.schemas;
    expect(EventRequest.required).toEqual(['type', 'eventId', 'customer']);
    const { amount, referralToken } = EventRequest.properties;
    expect(amount.anyOf).toEqual([{ $ref: expect.stringMatching(/Money$/) }, { type: 'null' }]);
    expect(referralToken.type).toEqual(['string', 'null']);
    const post = document.paths['/v1/events'].post;
    expect(Object.keys(post.responses)).toEqual(
      expect.arrayContaining(['200', '201', '400', '401', '403', '409', '413', '422', '500']),
    );
  });

  test('/docs is a page without scripts that tells every route and every problem', async () => {
    const page = await app.request('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/<script/i);
    for (const { operationId, path } of operations) {
      expect(html).toContain(`id="${operationId}"`);
      expect(html).toContain(path.replaceAll(/\{(\w+)\}/g, ':$1').split(':')[0]);
    }
    for (const code of PROBLEM_CODES) expect(html).toContain(`id="problem-${code}"`);
    expect((await app.request('/docs/style.css')).headers.get('content-type')).toContain('text/css');
  });
});
