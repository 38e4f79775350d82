import { describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { SECRETS } from '../support/acme.ts';
import { startHarness } from '../support/harness.ts';
import { emptyWidgetFolder } from '../support/widget-folder.ts';
import { brokenStore } from './support/broken-store.ts';
import { expectPageHeaders } from './support/page-headers.ts';
import { clickThrough, member, purchase, signIn } from './support/people.ts';

/** What browsers ask for with an address that somebody opens; `HttpURLConnection` of Java begins alike. */
const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const PROBLEM = ['type', 'title', 'status', 'detail', 'code', 'errors', 'requestId'];

describe('refusals and failures', async () => {
  const goodturn = await startHarness('sqlite');

  async function expectProblem(answer: Response, status: number, code: string) {
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const problem = await answer.json();
    expect(Object.keys(problem)).toEqual(PROBLEM);
    expect(problem).toMatchObject({ status, code, type: `/docs#problem-${code}` });
    expect(problem.requestId).toMatch(/^req_/);
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
    return problem;
  }

  test.each(['/', '/v1', '/v1/nothing', '/v1/rewards/a/b', '/v2/events', '/.env', '/v1/widget/nothing'])(
    '404 as a problem for %s, by any method',
    async (path) => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        await expectProblem(await goodturn.app.request(path, { method }), 404, 'not_found');
      }
    },
  );

  test.each(['/', '/r2/ADA42', '/favicon'])(
    '404 as a page for a person who opens %s in a browser',
    async (path) => {
      for (const method of ['GET', 'HEAD']) {
        const answer = await goodturn.app.request(path, { method, headers: BROWSER });
        expect(answer.status).toBe(404);
        expectPageHeaders(answer);
        const page = await answer.text();
        if (method === 'HEAD') expect(page).toBe('');
        else expect(page).toMatch(/<h1>There is nothing here<\/h1>[\s\S]*<a href="\/docs">/);
      }
      for (const headers of [{ Accept: '*/*' }, { Accept: 'application/json' }, {}])
        await expectProblem(await goodturn.app.request(path, { headers }), 404, 'not_found');
      await expectProblem(
        await goodturn.app.request(path, { method: 'POST', headers: BROWSER }),
        404,
        'not_found',
      );
    },
  );

  test('404 as a problem under the API even for a program that says it takes HTML', async () => {
    for (const path of ['/v1', '/v1/nothing', '/hooks/nothing'])
      await expectProblem(await goodturn.app.request(path, { headers: BROWSER }), 404, 'not_found');
  });

  test('405 names the methods that there are', async () => {
    const { paths } = await (await goodturn.app.request('/openapi.json')).json();
    for (const path of Object.keys(paths)) {
      const answer = await goodturn.app.request(path.replaceAll(/\{\w+\}/g, 'x'), { method: 'PATCH' });
      await expectProblem(answer, 405, 'method_not_allowed');
      const known = Object.keys(paths[path]).map((verb) => verb.toUpperCase());
      expect((answer.headers.get('allow') ?? '').split(', ')).toEqual(expect.arrayContaining(known));
    }
  });

  test('every code leads to a paragraph of the documentation', async () => {
    const docs = await (await goodturn.app.request('/docs')).text();
    const { type } = await (await goodturn.app.request('/v1/nothing')).json();
    expect(docs).toContain(`id="${type.split('#')[1]}"`);
  });

  describe('500', async () => {
    const failing = buildApp(
      { ...goodturn.deps, store: brokenStore(goodturn.deps.store) },
      { widgetFolder: await emptyWidgetFolder() },
    );
    const ada = await member(goodturn);
    const session = await signIn(goodturn, ada);
    const referralToken = await clickThrough(goodturn, ada.code);
    const back = { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` };
    const page = {
      'X-Site-Key': 'pk_acme',
      Origin: 'https://shop.acme.example',
      'Content-Type': 'application/json',
    };
    const requests: [string, string, object, unknown?][] = [
      ['POST', '/v1/events', back, purchase()],
      ['POST', '/v1/events', { ...back, 'Idempotency-Key': 'k' }, purchase()],
      ['GET', '/v1/events/x', back],
      ['POST', '/v1/participants', back, { externalId: 'x' }],
      ['GET', '/v1/participants/x', back],
      ['GET', '/v1/rewards', back],
      ['GET', '/v1/orders/x', back],
      ['GET', '/v1/referrals', back],
      ['POST', '/v1/widget/visits', page, { referralToken }],
      ['GET', '/v1/widget/me', { ...page, Authorization: `Bearer ${session}` }],
    ];

    test.each(requests)(
      '%s %s tells an id and nothing of what is inside',
      async (method, path, headers, body) => {
        const answer = await failing.request(path, {
          method,
          headers: { ...headers },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const problem = await expectProblem(answer, 500, 'internal');
        const text = JSON.stringify([problem, [...answer.headers]]);
        expect(text).not.toMatch(/select|secretKey|srv|\.js|\.ts|node|hono|stack|0\.1\.0/i);
      },
    );

    test('an array whose items all fail says so item by item, with one id to ask for', async () => {
      const answer = await failing.request('/v1/events', {
        method: 'POST',
        headers: back,
        body: JSON.stringify([purchase(), purchase()]),
      });
      const text = await answer.text();
      const { data } = JSON.parse(text);
      expect(data.map(({ status }: { status: number }) => status)).toEqual([500, 500]);
      expect(data[0].problem.requestId).toBe(answer.headers.get('x-request-id'));
      expect(text).not.toMatch(/select|srv/);
    });

    test('requests beside a failing one are served', async () => {
      const answers = await Promise.all([
        failing.request('/v1/rewards', { headers: back }),
        goodturn.post('/v1/events', purchase({ referralCode: ada.code })),
        failing.request('/v1/rewards', { headers: back }),
        failing.request('/healthz'),
        goodturn.get('/v1/rewards'),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([500, 201, 500, 200, 200]);
    });
  });

  test('a request id is ours, whatever the caller says', async () => {
    const answer = await goodturn.get('/v1/rewards', { 'X-Request-Id': 'req_of-the-caller' });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[\w-]{16}$/);
    expect(answer.headers.get('x-request-id')).not.toBe('req_of-the-caller');
  });

  test('a trailing slash neither matters nor redirects', async () => {
    expect((await goodturn.post('/v1/events/', purchase())).status).toBe(201);
  });
});
