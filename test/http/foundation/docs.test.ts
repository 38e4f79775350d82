import { describe, expect, test } from 'vitest';
import { mountDocs } from '../../../server/http/docs.ts';
import { type Endpoint, endpoint } from '../../../server/http/endpoint.ts';
import { openApiDocument } from '../../../server/http/openapi.ts';
import { PROBLEM_CODES } from '../../../shared/contract/problem.ts';
import { ENDPOINTS, leaveWidget, smallApp } from './small-app.ts';

const INFO = { version: '1.2.3', publicUrl: 'https://go.example' };

function documented(endpoints: readonly Endpoint[] = ENDPOINTS) {
  const { app } = smallApp(endpoints);
  mountDocs(app, endpoints, INFO);
  return app;
}

describe('/openapi.json', () => {
  test('is an OpenAPI 3.1 document of the schemas that validate', async () => {
    const answer = await documented().request('/openapi.json');
    expect(answer.headers.get('content-type')).toBe('application/json');
    const document = await answer.json();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { version: '1.2.3' },
      servers: [{ url: 'https://go.example' }],
    });
    const operation = document.paths['/v1/echo/{id}'].post;
    expect(operation.security).toEqual([{ secretKey: ['events:write'] }]);
    expect(operation.parameters).toEqual([
      expect.objectContaining({ name: 'id', in: 'path', required: true }),
    ]);
    expect(operation.requestBody.content['application/json'].schema.required).toEqual(['customer', 'amount']);
    expect(Object.keys(operation.responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '500',
      '503',
    ]);
    // Reading waits for no write, but a database that cannot be reached answers nobody.
    expect(Object.keys(document.paths['/v1/numbers'].get.responses)).toContain('503');
    expect(document.paths['/v1/widget/echo'].get.security).toEqual([{ siteKey: [], session: [] }]);
    expect(document.paths['/v1/widget/echo'].delete.security).toEqual([{ siteKey: [] }]);
  });

  test('gives every operation an id of its own', () => {
    const { paths } = openApiDocument(ENDPOINTS, INFO);
    const ids = JSON.stringify(paths).match(/"operationId":"[^"]+"/g) ?? [];
    expect(new Set(ids).size).toBe(ENDPOINTS.length);
  });
});

describe('/docs', () => {
  test('is named to whoever opens the bare address', async () => {
    const { detail } = await (await documented().request('/')).json();
    expect(detail).toContain('/docs');
  });

  test('sets code as code, with no backtick left to read', async () => {
    const page = await (await documented().request('/docs')).text();
    expect(page.replace(/<pre[\s\S]*?<\/pre>/g, '')).not.toContain('`');
    expect(page).toContain('with <code>Content-Type: application/json</code>');
  });

  test('lists every route with its credential, fields and refusals', async () => {
    const page = await (await documented().request('/docs')).text();
    for (const { spec } of ENDPOINTS) expect(page).toContain(`<code>${spec.method} ${spec.path}</code>`);
    expect(page).toContain('with the scope events:write');
    expect(page).toContain('<code>customer.id</code>');
    expect(page).toContain('href="#problem-event_conflict"');
  });

  test('has an anchor with a remedy for every problem code', async () => {
    const page = await (await documented().request('/docs')).text();
    for (const code of PROBLEM_CODES) expect(page).toContain(`id="problem-${code}"`);
  });

  test('works under a policy without scripts and inline styles', async () => {
    const app = documented();
    const answer = await app.request('/docs');
    const page = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
    const [, stylePath = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    expect((await app.request(stylePath)).headers.get('content-type')).toContain('text/css');
  });

  test('shows markup in a description as text', async () => {
    const spec = { ...leaveWidget.spec, description: '<script>alert(1)</script>' };
    const hostile = endpoint({ ...spec, responses: { 204: { description: '' } } }, () => ({ status: 204 }));
    const page = await (await documented([hostile]).request('/docs')).text();
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
  });
});
