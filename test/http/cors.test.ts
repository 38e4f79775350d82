import { describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { ORIGIN, startHarness } from '../support/harness.ts';
import { emptyWidgetFolder } from '../support/widget-folder.ts';
import { brokenStore } from './support/broken-store.ts';
import { member, signIn } from './support/people.ts';

/** Each looks like Acme's origin to a careless comparison. */
const EVIL_ORIGINS = [
  'https://shop.acme.example.evil',
  'https://evilshop.acme.example',
  'http://shop.acme.example',
  'https://shop.acme.example:8443',
  'https://shop.acme.example:443',
  'https://SHOP.ACME.EXAMPLE',
  'https://shop.acme.example.',
  'https://shop.acme.example/',
  'https://shop.acme.example@evil.example',
  'https://xn--shp-sna.acme.example',
  'null',
  'https://evil.example',
];
const GLOBEX_ORIGIN = 'https://shop.globex.example';

describe.each(DIALECTS)('CORS of the widget routes on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: acmeConfig() });
  const preflight = (origin: string, path = '/v1/widget/me') =>
    goodturn.app.request(path, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
    });
  const visit = (headers: Record<string, string>) =>
    goodturn.widget('POST', '/v1/widget/visits', { body: {}, headers });

  /** Every widget route of the document, so that a new one is asked too. */
  const { paths } = await (await goodturn.app.request('/openapi.json')).json();
  const routes = Object.keys(paths)
    .filter((path) => path.startsWith('/v1/widget/'))
    .flatMap((path) => Object.keys(paths[path]).map((method) => [method.toUpperCase(), path] as const));

  test('the document names widget routes', () => {
    expect(routes.length).toBeGreaterThan(5);
  });

  test.each(routes)(
    '%s %s: the origin of the site may ask and may read every answer',
    async (method, path) => {
      const allowed = await preflight(ORIGIN, path);
      expect(allowed.status).toBe(204);
      expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(allowed.headers.get('access-control-allow-methods')).toContain(method);
      const refused = await goodturn.widget(method, path);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(refused.headers.get('vary')).toContain('Origin');
      expect(refused.headers.has('access-control-allow-credentials')).toBe(false);
    },
  );

  test.each(routes)(
    '%s %s: another site’s origin passes the preflight and is refused with 403',
    async (method, path) => {
      expect((await preflight(GLOBEX_ORIGIN, path)).headers.get('access-control-allow-origin')).toBe(
        GLOBEX_ORIGIN,
      );
      const session = await signIn(goodturn, await member(goodturn));
      const answer = await goodturn.widget(method, path, { session, headers: { Origin: GLOBEX_ORIGIN } });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBe(GLOBEX_ORIGIN);
      expect(await answer.json()).toMatchObject({ code: 'foreign_origin' });
    },
  );

  test.each(EVIL_ORIGINS)('%s gets no permission, neither before the call nor with it', async (origin) => {
    for (const answer of [await preflight(origin), await visit({ Origin: origin })]) {
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
      expect(answer.headers.get('vary')).toContain('Origin');
    }
    expect((await visit({ Origin: origin })).status).toBe(403);
  });

  test.each(['', 'pk_nobody', 'sk_test_acme_4fJ8sKq2LmNpRtVw', 'PK_ACME', 'pk_acme\u00a0'])(
    'the site key %j is 401, readable by the page',
    async (key) => {
      const answer = await visit({ 'X-Site-Key': key });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(await answer.json()).toMatchObject({ code: 'unauthorized' });
    },
  );

  test('answers without an origin, unknown routes and failures of ours vary by origin as well', async () => {
    const failing = buildApp(
      { ...goodturn.deps, store: brokenStore(goodturn.deps.store) },
      { widgetFolder: await emptyWidgetFolder() },
    );
    const bare = await goodturn.app.request('/v1/widget/visits', { method: 'POST' });
    const unknown = await goodturn.widget('GET', '/v1/widget/nowhere');
    const failed = await failing.request('/v1/widget/visits', {
      method: 'POST',
      headers: { 'X-Site-Key': 'pk_acme', Origin: ORIGIN, 'Content-Type': 'application/json' },
      body: '{"code":"SOMECODE"}',
    });
    expect([bare.status, unknown.status, failed.status]).toEqual([401, 404, 500]);
    for (const answer of [bare, unknown, failed]) expect(answer.headers.get('vary')).toContain('Origin');
    for (const answer of [unknown, failed]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    }
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])(
    'a body of %s, which a page could send without asking, is 415 on every widget route that takes one',
    async (type) => {
      const session = await signIn(goodturn, await member(goodturn));
      for (const [method, path] of routes.filter(([method]) => method !== 'GET')) {
        const answer = await goodturn.app.request(path.replace('{id}', 'rwd_1'), {
          method,
          headers: {
            'X-Site-Key': 'pk_acme',
            Origin: ORIGIN,
            Authorization: `Bearer ${session}`,
            'Content-Type': type,
          },
          body: '{}',
        });
        expect([path, answer.status]).toEqual([path, 415]);
      }
    },
  );

  test('routes for back ends give pages no permission', async () => {
    for (const path of ['/v1/events', '/v1/rewards', '/v1/participants']) {
      for (const method of ['OPTIONS', 'GET']) {
        const answer = await goodturn.app.request(path, {
          method,
          headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST' },
        });
        expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      }
    }
  });
});
