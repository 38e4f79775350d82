import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase, signIn } from './support/people.ts';

describe.each(DIALECTS)('binding by hand on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({}, [programLike({ id: 'sleeping', status: 'paused' })]),
  });

  const bind = (change: object) =>
    goodturn.post('/v1/referrals', { programId: 'friends', reason: 'Told by phone', ...change });

  describe('POST /v1/referrals, 201', () => {
    test('binds a customer whom nobody knew, rewards nothing, and lets the next purchase decide', async () => {
      const ada = await member(goodturn);
      const friend = { externalId: fresh('friend') };
      const answer = await bind({ referrer: { externalId: ada.externalId }, friend });
      expect(answer.status).toBe(201);
      const referral = await answer.json();
      expect(referral).toMatchObject({
        programId: 'friends',
        referrer: { externalId: ada.externalId },
        friend,
        code: ada.code,
        matchedBy: 'manual',
        status: 'attributed',
        reason: 'waiting_for_action',
      });
      const session = await signIn(goodturn, ada);
      const me = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
      expect(me).toMatchObject({ referrals: [{ id: referral.id }], rewards: [] });
      const told = purchase({ customer: { id: friend.externalId } });
      const event = await (await goodturn.post('/v1/events', told)).json();
      expect(event.decisions).toMatchObject([
        { referralId: referral.id, matchedBy: 'bound', outcome: 'earned' },
        { referralId: referral.id, matchedBy: 'bound', outcome: 'earned' },
      ]);
    });

    test('by code in any case, and the audit has who did it and in which words', async () => {
      const ada = await member(goodturn);
      const friend = { externalId: fresh('friend') };
      const answer = await bind({ referrer: { code: ada.code.toLowerCase() }, friend });
      const { id, referrer } = await answer.json();
      expect(referrer.externalId).toBe(ada.externalId);
      const { audit, notes } = goodturn.deps.store.read;
      const [entry] = await audit.ofSubjects([id]);
      expect(entry).toMatchObject({ actor: 'key:shop', reason: 'bound_by_person', status: 'attributed' });
      expect((await notes.ofEntries([entry?.id ?? ''])).get(entry?.id ?? '')).toBe('Told by phone');
    });
  });

  describe('409', () => {
    test('for a friend who is bound already, without saying to whom', async () => {
      const [ada, bea] = [await member(goodturn), await member(goodturn)];
      const told = purchase({ referralCode: ada.code });
      await goodturn.post('/v1/events', told);
      const friend = { externalId: told.customer.id };
      const answer = await bind({ referrer: { externalId: bea.externalId }, friend });
      expect(answer.status).toBe(409);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ code: 'conflict' });
      expect(text).not.toMatch(new RegExp(`${ada.externalId}|${ada.id}|${ada.code}`));
    });

    test('for one person on both sides, by id or by another spelling of the same mailbox', async () => {
      const ada = await member(goodturn, { email: 'ada.l@gmail.com' });
      const twin = await member(goodturn, { email: 'adal+2@googlemail.com' });
      for (const { externalId } of [ada, twin]) {
        const answer = await bind({ referrer: { externalId: ada.externalId }, friend: { externalId } });
        expect(answer.status).toBe(409);
        expect((await answer.json()).detail).toContain('same person');
      }
    });

    test('while the program does not run', async () => {
      const ada = await member(goodturn);
      const sides = { referrer: { externalId: ada.externalId }, friend: { externalId: fresh('friend') } };
      expect((await bind({ programId: 'sleeping', ...sides })).status).toBe(409);
    });

    test('of two at the same moment one binds', async () => {
      const [ada, bea] = [await member(goodturn), await member(goodturn)];
      const friend = { externalId: fresh('friend') };
      const answers = await Promise.all(
        [ada, bea].map(({ externalId }) => bind({ referrer: { externalId }, friend })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    });
  });

  test.each([
    ['programId', { programId: 'nobody' }],
    ['referrer.externalId', { referrer: { externalId: 'a stranger' } }],
    ['referrer.code', { referrer: { code: 'NOBODYHASIT' } }],
    ['reason', { reason: ' ' }],
    ['friend', { friend: undefined }],
  ])('400 names %s', async (path, change) => {
    const ada = await member(goodturn);
    const sides = { referrer: { externalId: ada.externalId }, friend: { externalId: fresh('friend') } };
    const answer = await bind({ ...sides, ...change });
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].path).toBe(path);
  });

  test("400 for another site's program and people", async () => {
    const ada = await member(goodturn);
    const body = {
      programId: 'friends',
      referrer: { externalId: ada.externalId },
      friend: { externalId: fresh('friend') },
      reason: 'mine',
    };
    const globex = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
    expect((await goodturn.post('/v1/referrals', body, globex)).status).toBe(400);
  });
});
