import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { prune } from '../../server/jobs/prune.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, signIn } from './support/people.ts';

const HOUR_MS = 3_600_000;
const IDENTITY_SECRET = new TextEncoder().encode(SECRETS.ACME_IDENTITY_SECRET);

describe.each(DIALECTS)('sessions on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const several = await startHarness(dialect, {
    config: acmeConfig({}, [
      programLike({ id: 'over', endsAt: '2026-01-01T00:00:00Z' }),
      programLike({ id: 'draft', status: 'draft' }),
    ]),
    sandboxUrl: goodturn.sandboxUrl,
  });
  const open = (body: unknown, headers = {}) =>
    goodturn.widget('POST', '/v1/widget/sessions', { body, headers });

  /** A participant token as a site's back end would sign it with any JWT library. */
  function sign(claims: object = {}, header: object = {}, secret = IDENTITY_SECRET): Promise<string> {
    const now = Math.floor(goodturn.clock.now / 1000);
    return new SignJWT({ sub: fresh('user'), aud: 'acme', iat: now, exp: now + 600, ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'participant+jwt', ...header })
      .sign(secret);
  }

  describe('POST /v1/widget/sessions, 200', () => {
    test('a token that the site signed itself opens a session and makes the participant', async () => {
      const participantToken = await sign({
        sub: 'signed-by-site',
        iss: 'acme',
        email: 'ada@example.com',
        name: 'Ada Lovelace',
        locale: 'en-US',
        country: 'US',
        plan: 'gold',
      });
      const answer = await open({ participantToken, programId: 'friends' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const { sessionToken, expiresAt, me } = await answer.json();
      expect(Date.parse(expiresAt)).toBe(goodturn.clock.now + HOUR_MS);
      expect(me.participant).toEqual({ id: expect.stringMatching(/^par_/), displayName: null });
      const known = await (await goodturn.get('/v1/participants/signed-by-site')).json();
      expect(known.id).toBe(me.participant.id);
      const read = await goodturn.widget('GET', '/v1/widget/me', { session: sessionToken });
      expect(await read.json()).toEqual(me);
    });

    test('a minted token does the same', async () => {
      const session = await signIn(goodturn, await member(goodturn));
      expect((await goodturn.widget('GET', '/v1/widget/me', { session })).status).toBe(200);
    });

    test('the program may be left out where the site has one that is active now', async () => {
      expect((await open({ participantToken: await sign() })).status).toBe(200);
      const answer = await several.widget('POST', '/v1/widget/sessions', {
        body: { participantToken: await sign() },
      });
      expect(answer.status).toBe(200);
      expect((await answer.json()).me.program.id).toBe('friends');
    });

    test('an ended program can still be looked at by its name', async () => {
      const answer = await several.widget('POST', '/v1/widget/sessions', {
        body: { participantToken: await sign(), programId: 'over' },
      });
      expect(await answer.json()).toMatchObject({ me: { program: { id: 'over', status: 'ended' } } });
    });
  });

  describe('POST /v1/widget/sessions, 400', () => {
    test.each([{}, { participantToken: 7 }])('a body like %j is refused by name', async (body) => {
      const answer = await open(body);
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe('participantToken');
    });

    test.each(['nowhere', 'draft'])('a program %s that cannot be shown is named', async (programId) => {
      const answer = await several.widget('POST', '/v1/widget/sessions', {
        body: { participantToken: await sign(), programId },
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'bad_request', errors: [{ path: 'programId' }] });
    });
  });

  describe('POST /v1/widget/sessions, 401 with one constant body', () => {
    const now = Math.floor(goodturn.clock.now / 1000);
    const globex = new TextEncoder().encode(SECRETS.GLOBEX_IDENTITY_SECRET);
    const unsigned = (header: object) =>
      `${btoa(JSON.stringify(header))}.${btoa(JSON.stringify({ sub: 'u', aud: 'acme', iat: now, exp: now + 60 }))}.`.replaceAll(
        '=',
        '',
      );
    const cases: Record<string, () => string | Promise<string>> = {
      'no token at all': () => '',
      'text that is no token': () => 'a.b.c',
      'alg none': () => unsigned({ alg: 'none', typ: 'participant+jwt' }),
      'alg None': () => unsigned({ alg: 'None', typ: 'participant+jwt' }),
      'an empty signature': async () => (await sign()).replace(/[^.]+$/, ''),
      "another site's secret": () => sign({}, {}, globex),
      'another typ': () => sign({}, { typ: 'JWT' }),
      'no typ': () => sign({}, { typ: undefined }),
      'the typ of a session': () => sign({}, { typ: 'session+jwt' }),
      'a key in the header': () => sign({}, { jwk: { kty: 'oct', k: 'AAAA' } }),
      'an address of a key': () => sign({}, { jku: 'https://evil.example/jwks.json' }),
      'more than any token is long': async () => 'x'.repeat(64_000),
      'an unknown critical header': () => sign({}, { b64: true, crit: ['b64'] }),
      'no audience': () => sign({ aud: undefined }),
      'another audience': () => sign({ aud: 'globex' }),
      'a list of audiences': () => sign({ aud: ['acme'] }),
      'another issuer': () => sign({ iss: 'globex' }),
      'no end': () => sign({ exp: undefined }),
      'no beginning': () => sign({ iat: undefined }),
      'a life of more than an hour': () => sign({ exp: now + 3601 }),
      'an end longer ago than the skew': () => sign({ iat: now - 120, exp: now - 60 }),
      'a beginning further ahead than the skew': () => sign({ iat: now + 61, exp: now + 100 }),
      'a not-before further ahead than the skew': () => sign({ nbf: now + 61 }),
      'no subject': () => sign({ sub: undefined }),
      'an empty subject': () => sign({ sub: '' }),
      'another spelling': async () => `${await sign()}=`,
    };
    test.each(Object.entries(cases))('%s', async (_name, token) => {
      const answer = await open({ participantToken: await token() });
      expect(answer.status).toBe(401);
      const { requestId, ...problem } = await answer.json();
      expect(problem).toEqual({
        type: '/docs#problem-unauthorized',
        title: expect.any(String),
        status: 401,
        detail: 'The participant token is not valid for this site.',
        code: 'unauthorized',
        errors: [],
      });
    });

    test('the last second within the skew is still accepted, at both ends', async () => {
      for (const claims of [
        { iat: now - 120, exp: now - 59 },
        { iat: now + 60, exp: now + 100 },
        { exp: now + 3600 },
      ]) {
        expect((await open({ participantToken: await sign(claims) })).status).toBe(200);
      }
    });
  });

  describe('the end of a session', () => {
    const me = async (session: string) => (await goodturn.widget('GET', '/v1/widget/me', { session })).status;

    test('DELETE ends this session at once and no other of the same participant', async () => {
      const ada = await member(goodturn);
      const [one, other] = [await signIn(goodturn, ada), await signIn(goodturn, ada)];
      const ended = await goodturn.widget('DELETE', '/v1/widget/sessions', { session: one });
      expect(ended.status).toBe(204);
      expect([await me(one), await me(other)]).toEqual([401, 200]);
      expect((await goodturn.widget('DELETE', '/v1/widget/sessions', { session: one })).status).toBe(401);
    });

    test('an ended session does not come back when old endings are pruned', async () => {
      const session = await signIn(goodturn, await member(goodturn));
      const start = goodturn.clock.now;
      await goodturn.widget('DELETE', '/v1/widget/sessions', { session });
      // The token has ended, and is accepted within the skew of a minute by its times alone.
      goodturn.clock.now += HOUR_MS + 59_000;
      await prune(goodturn.deps);
      expect(await me(session)).toBe(401);
      goodturn.clock.now = start;
    });

    test('a session ends by itself after an hour, to the millisecond', async () => {
      const session = await signIn(goodturn, await member(goodturn));
      const start = goodturn.clock.now;
      goodturn.clock.now += HOUR_MS - 1;
      expect(await me(session)).toBe(200);
      goodturn.clock.now += 1;
      expect(await me(session)).toBe(401);
      goodturn.clock.now = start;
    });
  });
});
