import { describe, expect, test } from 'vitest';
import { ensureCode } from '../../server/domain/participant/ensure-participant.ts';
import { NOTHING_KNOWN } from '../../server/domain/participant/participant.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { PUBLIC_URL, startHarness } from '../support/harness.ts';
import { fresh, member, signIn } from './support/people.ts';

const HOUR_MS = 3_600_000;

describe.each(DIALECTS)('participants on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({}, [
      programLike({ id: 'club' }),
      programLike({ id: 'sleeping', status: 'paused' }),
      programLike({ id: 'over', endsAt: '2026-01-01T00:00:00Z' }),
    ]),
  });

  describe('POST /v1/participants', () => {
    test('201 for somebody new, with a code for every running program; 200 and the same codes afterwards', async () => {
      const externalId = fresh('user');
      const made = await goodturn.post('/v1/participants', { externalId, displayName: 'Ada' });
      expect(made.status).toBe(201);
      const first = await made.json();
      expect(first).toEqual({
        id: expect.stringMatching(/^par_[0-9A-Z]{26}$/),
        externalId,
        codes: ['club', 'friends'].map((programId) => ({
          programId,
          code: expect.stringMatching(/^[A-Z0-9_-]{4,32}$/),
          url: expect.stringMatching(`^${PUBLIC_URL}/r/`),
        })),
        createdAt: new Date(goodturn.clock.now).toISOString(),
      });
      const again = await goodturn.post('/v1/participants', { externalId, email: 'ada@example.com' });
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual(first);
    });

    const ALL = {
      ...{ email: 'ada@example.com', phone: '+1 555 555 0100', name: 'Ada Lovelace', displayName: 'Ada' },
      ...{ locale: 'en', country: 'US', region: 'NY', age: 33 },
    };

    test.each([null, '', ' '])(
      'what was told is kept while absent, and forgotten with %j',
      async (nothing) => {
        const { externalId, id } = await member(goodturn, ALL);
        const known = () => goodturn.deps.store.read.participants.byId(id);
        const before = await known();
        expect(before).toMatchObject({ displayName: 'Ada', country: 'US', emailMac: expect.any(String) });
        expect((await goodturn.post('/v1/participants', { externalId })).status).toBe(200);
        expect(await known()).toEqual(before);
        expect((await goodturn.post('/v1/participants', { externalId, displayName: nothing })).status).toBe(
          200,
        );
        expect(await known()).toEqual({ ...before, displayName: null });
        const all = Object.fromEntries(Object.keys(ALL).map((name) => [name, nothing]));
        expect((await goodturn.post('/v1/participants', { externalId, ...all })).status).toBe(200);
        expect(await known()).toEqual({ ...before, ...NOTHING_KNOWN });
      },
    );

    test('a name that is taken back is gone from the greeting, also when told with a token', async () => {
      const { externalId, code } = await member(goodturn, { displayName: 'Ada', country: 'US' });
      const facts = { displayName: null, country: null };
      expect((await goodturn.post('/v1/participant-tokens', { externalId, ...facts })).status).toBe(201);
      const answer = await goodturn.widget('POST', '/v1/widget/visits', { body: { code } });
      expect((await answer.json()).referrer).toEqual({ displayName: 'A friend' });
    });

    test.each([
      ['externalId', {}],
      ['externalId', { externalId: '' }],
      ['externalId', { externalId: 'a\u0000b' }],
      ['email', { externalId: 'x', email: 'x' }],
      ['displayName', { externalId: 'x', displayName: 'a\nb' }],
      ['locale', { externalId: 'x', locale: '../../etc' }],
      ['country', { externalId: 'x', country: 'us' }],
    ])('400 names %s in %j', async (path, body) => {
      const answer = await goodturn.post('/v1/participants', body);
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe(path);
    });
  });

  describe('GET /v1/participants/:id', () => {
    test("200 by our id and by the site's own", async () => {
      const { id, externalId } = await member(goodturn);
      const byOurs = await (await goodturn.get(`/v1/participants/${id}`)).json();
      expect(byOurs).toMatchObject({ id, externalId });
      expect(await (await goodturn.get(`/v1/participants/${externalId}`)).json()).toEqual(byOurs);
    });

    test('200 with the codes of the programs that run now, as POST tells them', async () => {
      const { id, externalId } = await member(goodturn);
      const { deps, clock } = goodturn;
      await deps.store.write('ensure-participant', async (rows) => {
        await ensureCode(rows, deps.ids, id, 'sleeping', clock.now);
      });
      const read = await (await goodturn.get(`/v1/participants/${id}`)).json();
      expect(read).toEqual(await (await goodturn.post('/v1/participants', { externalId })).json());
      expect(read.codes.map(({ programId }: { programId: string }) => programId)).toEqual([
        'club',
        'friends',
      ]);
    });

    test('an id with every awkward character is found again', async () => {
      const { externalId } = { externalId: 'a/b c+d%e?f#g|ü@example.com' };
      await goodturn.post('/v1/participants', { externalId });
      const answer = await goodturn.get(`/v1/participants/${encodeURIComponent(externalId)}`);
      expect(await answer.json()).toMatchObject({ externalId });
    });

    test('404 for a stranger, 400 for an id that no database can hold', async () => {
      expect((await goodturn.get('/v1/participants/nobody')).status).toBe(404);
      expect((await goodturn.get('/v1/participants/a%00b')).status).toBe(400);
    });
  });

  describe('POST /v1/participant-tokens', () => {
    test('201 with a token of one hour', async () => {
      const answer = await goodturn.post('/v1/participant-tokens', { externalId: fresh('user') });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const { participantToken, expiresAt } = await answer.json();
      expect(participantToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(Date.parse(expiresAt)).toBe(goodturn.clock.now + HOUR_MS);
    });

    test('every fact that is told with it is kept, whether or not the token can hold it', async () => {
      const { externalId, id } = await member(goodturn, { displayName: 'Ada' });
      const facts = { displayName: 'Ada L.', region: 'DE-BY', age: 33, country: 'DE', locale: 'de' };
      const minted = await goodturn.post('/v1/participant-tokens', { externalId, ...facts });
      const { participantToken } = await minted.json();
      const body = { participantToken, programId: 'friends' };
      const opened = await goodturn.widget('POST', '/v1/widget/sessions', { body });
      expect((await opened.json()).me.participant).toEqual({ id, displayName: 'Ada L.' });
      const { age, ...asKept } = facts;
      expect(await goodturn.deps.store.read.participants.byId(id)).toMatchObject({
        ...asKept,
        bornBy: expect.stringMatching(new RegExp(`^${new Date(goodturn.clock.now).getUTCFullYear() - age}-`)),
      });
    });

    test('a token alone makes no participant', async () => {
      const externalId = fresh('user');
      await goodturn.post('/v1/participant-tokens', { externalId, email: 'ada@example.com' });
      expect((await goodturn.get(`/v1/participants/${externalId}`)).status).toBe(404);
    });

    test('409 for a site without identity secret says what to declare', async () => {
      const [acme, globex] = acmeConfig().sites;
      if (!acme || !globex) throw new Error('two sites');
      const bare = await startHarness(dialect, {
        config: { sites: [acme, { ...globex, identitySecrets: [] }] },
        sandboxUrl: goodturn.sandboxUrl,
      });
      const answer = await bare.post(
        '/v1/participant-tokens',
        { externalId: 'x' },
        { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` },
      );
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ code: 'conflict' });
    });
  });

  describe('POST /v1/participants/:id/sign-out', () => {
    test.each(['id', 'externalId'] as const)(
      '204 by %s ends every session at once, and only theirs',
      async (name) => {
        const [ada, bea] = [await member(goodturn), await member(goodturn)];
        const sessions = [await signIn(goodturn, ada), await signIn(goodturn, ada)];
        const other = await signIn(goodturn, bea);
        const answer = await goodturn.post(`/v1/participants/${ada[name]}/sign-out`, {});
        expect(answer.status).toBe(204);
        for (const session of sessions) {
          expect((await goodturn.widget('GET', '/v1/widget/me', { session })).status).toBe(401);
        }
        expect((await goodturn.widget('GET', '/v1/widget/me', { session: other })).status).toBe(200);
        const audit = await goodturn.deps.store.read.audit.ofSubjects([ada.id]);
        expect(audit).toMatchObject([{ status: 'signed_out', actor: 'key:shop' }]);
      },
    );

    test('signing in again works at once', async () => {
      goodturn.clock.now += 500;
      const ada = await member(goodturn);
      await goodturn.post(`/v1/participants/${ada.id}/sign-out`, {});
      goodturn.clock.now += 1;
      const session = await signIn(goodturn, ada);
      expect((await goodturn.widget('GET', '/v1/widget/me', { session })).status).toBe(200);
    });

    test('a participant token from before the sign-out cannot undo it', async () => {
      const ada = await member(goodturn);
      const minted = await goodturn.post('/v1/participant-tokens', { externalId: ada.externalId });
      const { participantToken } = await minted.json();
      goodturn.clock.now += 1000;
      await goodturn.post(`/v1/participants/${ada.id}/sign-out`, {});
      goodturn.clock.now += 1000;
      const body = { participantToken, programId: 'friends' };
      expect((await goodturn.widget('POST', '/v1/widget/sessions', { body })).status).toBe(401);
    });

    test('404 for a stranger', async () => {
      expect((await goodturn.post('/v1/participants/nobody/sign-out', {})).status).toBe(404);
    });
  });
});
