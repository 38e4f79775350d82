import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../server/domain/errors.ts';
import { widgetCors } from '../../../server/http/cors.ts';
import { createHttpApp } from '../../../server/http/http-app.ts';
import { quietTelemetry } from '../../support/quiet-telemetry.ts';

const GOOD = 'https://good.example';
const LISTED = new Set([GOOD, 'https://shop.example:8443', 'https://xn--bcher-kva.example']);

function corsApp() {
  const app = createHttpApp(quietTelemetry().telemetry);
  app.use('/v1/widget/*', widgetCors({ isListed: async (origin) => LISTED.has(origin) }));
  app.get('/v1/widget/me', (c) => c.json({ ok: true }, 200, { Vary: 'Accept-Encoding' }));
  app.get('/v1/widget/broken', () => {
    throw new Error('boom');
  });
  app.get('/v1/widget/foreign', () => {
    throw new DomainError('foreign_origin', 'Not on an origin of the site.');
  });
  return app;
}

function preflight(origin: string) {
  return corsApp().request('/v1/widget/me', {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-site-key',
    },
  });
}

function call(origin: string | null, path = '/v1/widget/me') {
  return corsApp().request(path, origin === null ? {} : { headers: { origin } });
}

describe('an origin that a site lists', () => {
  test.for([...LISTED])(
    '%s passes the preflight with exactly the headers of the contract',
    async (origin) => {
      const answer = await preflight(origin);
      expect(answer.status).toBe(204);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'Content-Type, Authorization, X-Site-Key, If-None-Match',
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-max-age': '600',
        vary: 'Origin',
      });
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    },
  );

  test.for(['/v1/widget/me', '/v1/widget/broken', '/v1/widget/foreign', '/v1/widget/nowhere'])(
    'can read the answer of %s, errors included',
    async (path) => {
      const answer = await call(GOOD, path);
      expect(answer.headers.get('access-control-allow-origin')).toBe(GOOD);
      expect(answer.headers.get('access-control-expose-headers')).toContain(
        'ETag, Retry-After, Idempotent-Replayed',
      );
      expect(answer.headers.get('vary')).toContain('Origin');
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    },
  );
});

describe('an origin that only looks like a listed one', () => {
  const EVIL = [
    'https://good.example.evil',
    'https://evilgood.example',
    'https://evil.example/good.example',
    'https://good.example@evil.example',
    'http://good.example',
    'https://good.example:444',
    'https://shop.example',
    'https://GOOD.example',
    'HTTPS://good.example',
    'https://good.example.',
    'https://good.example/',
    'https://sub.good.example',
    'https://bücher.example',
    'https://xn--good-example.evil',
    'null',
    '*',
    '',
    'https://good.example https://evil.example',
  ];

  // Headers carry Latin-1 only, so the umlaut arrives as its UTF-8 bytes.
  const asHeader = (origin: string) => Buffer.from(origin).toString('latin1');

  test.for(EVIL)('"%s" gets no permission, neither in the preflight nor in the answer', async (origin) => {
    for (const answer of [await preflight(asHeader(origin)), await call(asHeader(origin))]) {
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  test('a call without an origin is answered, and says that it depends on the origin', async () => {
    const answer = await call(null);
    expect(answer.status).toBe(200);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding, Origin');
  });
});
