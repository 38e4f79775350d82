import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../../server/http/endpoint.ts';
import { validate } from '../../../server/http/validate.ts';
import { problem } from '../../../shared/contract/problem.ts';
import { echoOrder, keyedPost, smallApp } from './small-app.ts';

const VALID = JSON.stringify({ customer: { id: 'u1' }, amount: 5 });

describe('a declared route', () => {
  test('answers with what the handler made of the parsed parts', async () => {
    const { app } = smallApp();
    const answer = await app.request('/v1/echo/7', keyedPost(VALID));
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ customer: { id: 'u1' }, amount: 5, id: '7' });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('names each faulty field by the path that the caller wrote', async () => {
    const { app } = smallApp();
    const answer = await app.request(
      '/v1/echo/7',
      keyedPost(JSON.stringify({ customer: {}, amount: 'much' })),
    );
    expect(answer.status).toBe(400);
    const body = problem.parse(await answer.json());
    expect(body.code).toBe('invalid_body');
    expect(body.errors.map((error) => error.path)).toEqual(['customer.id', 'amount']);
    expect(JSON.stringify(body)).not.toContain('much');
  });

  test('asked with an empty body, names what it cannot do without', async () => {
    const { app } = smallApp();
    const answer = await app.request('/v1/echo/7', keyedPost(''));
    expect(answer.status).toBe(400);
    expect(problem.parse(await answer.json())).toMatchObject({
      code: 'invalid_body',
      detail: 'The body is empty; it must be JSON with customer and amount.',
      errors: [
        { path: 'customer', message: 'is missing' },
        { path: 'amount', message: 'is missing' },
      ],
    });
  });

  test('names the item of a list by its index, also behind a choice of shapes', () => {
    const item = z.object({ amount: z.int() });
    const schema = z.union([item, z.array(item)]);
    expect(() => validate(schema, [{ amount: 1 }, { amount: 'x' }], 'invalid_body')).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path: '[1].amount' })] }),
    );
  });

  test('asks for the credential before it reads the body', async () => {
    const { app } = smallApp();
    const answer = await app.request('/v1/echo/7', { method: 'POST', body: 'not json' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('refuses a faulty query with bad_request', async () => {
    const { app } = smallApp();
    const answer = await app.request('/v1/numbers?limit=1000');
    expect(answer.status).toBe(400);
    expect(problem.parse(await answer.json())).toMatchObject({
      code: 'bad_request',
      errors: [{ path: 'limit' }],
    });
  });

  test('serves the same with a trailing slash, without a redirect', async () => {
    const { app } = smallApp();
    expect((await app.request('/v1/numbers/')).status).toBe(200);
  });

  test('answers 204 without a body or a type', async () => {
    const { app } = smallApp();
    const answer = await app.request('/v1/widget/echo', { method: 'DELETE' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('content-type')).toBeNull();
  });

  test('sends a stored answer byte for byte', async () => {
    const stored = '{"amount":5,  "customer":{"id":"u1"}}';
    const spec = { ...echoOrder.spec, responses: { 201: { description: 'Stored', schema: z.unknown() } } };
    const replay = endpoint(spec, () => ({ status: 201, json: stored }));
    const { app } = smallApp([replay]);
    expect(await (await app.request('/v1/echo/1', keyedPost(VALID))).text()).toBe(stored);
  });

  test('cannot be mounted twice', () => {
    expect(() => smallApp([echoOrder, echoOrder])).toThrow('POST /v1/echo/:id is mounted twice');
  });
});

describe('the line of a request', () => {
  test('names the pattern and never the address', async () => {
    const { app, lines } = smallApp();
    await app.request('/v1/echo/secret-in-path?token=abc', keyedPost(VALID));
    expect(lines).toEqual([
      expect.objectContaining({
        route: '/v1/echo/:id',
        method: 'POST',
        status: 201,
        siteId: 'acme',
        key: 'shop',
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret-in-path');
  });

  test('carries the id that the caller was given, also for routes outside of the contract', async () => {
    const { app, lines } = smallApp();
    app.get('/page/:id', (c) => c.text('a page'));
    const answer = await app.request('/page/1', { headers: { 'x-request-id': 'forged' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[A-Za-z0-9_-]{16}$/);
    expect(lines[0]).toMatchObject({ requestId: answer.headers.get('x-request-id'), route: '/page/:id' });
  });
});
