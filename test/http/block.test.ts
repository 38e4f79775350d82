import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { clickThrough, fresh, type Member, member, purchase, signIn } from './support/people.ts';

describe.each(DIALECTS)('blocking on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({}, [
      programLike({ id: 'held', hold: { days: 14 } }),
      programLike({ id: 'manual', approval: 'manual' }),
      programLike({ id: 'monthly', payout: { mode: 'scheduled', every: 'month' } }),
    ]),
  });
  const { deps, clock } = goodturn;

  const tell = async (change: object) => (await goodturn.post('/v1/events', purchase(change))).json();
  const set = (what: 'block' | 'unblock', { id }: Pick<Member, 'id'>) =>
    goodturn.post(`/v1/participants/${id}/${what}`, { reason: 'Sells the link' });
  const follow = async (code: string) => {
    const answer = await goodturn.app.request(`/r/${code}`);
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get('location') ?? '').searchParams.get('ref');
  };

  describe('POST /v1/participants/:id/block, 204', () => {
    test('a blocked referrer earns nothing more; their friend still does', async () => {
      const ada = await member(goodturn);
      expect((await set('block', ada)).status).toBe(204);
      const event = await tell({ referralCode: ada.code });
      expect(event.rewards).toMatchObject([{ beneficiary: 'friend' }]);
      const [own] = event.decisions;
      expect(own).toMatchObject({ beneficiary: 'referrer', outcome: 'refused' });
      expect(own.checks.at(-1)).toMatchObject({ check: 'blocked', reason: 'participant_blocked' });
    });

    test('nobody earns by what a blocked friend does', async () => {
      const [ada, bea] = [await member(goodturn), await member(goodturn)];
      await set('block', bea);
      const event = await tell({ referralCode: ada.code, customer: { id: bea.externalId } });
      expect(event).toMatchObject({ status: 'recorded', rewards: [] });
    });

    test('the link lands without a token and counts nothing, and a page welcomes nobody', async () => {
      const ada = await member(goodturn);
      const referralToken = await clickThrough(goodturn, ada.code);
      await set('block', ada);
      expect(await follow(ada.code)).toBeNull();
      expect((await goodturn.deps.store.read.codes.find(ada.code))?.clicks).toBe(1);
      for (const body of [{ code: ada.code }, { referralToken }]) {
        const visit = await goodturn.widget('POST', '/v1/widget/visits', { body });
        expect(await visit.json()).toMatchObject({ referralToken: null, referrer: null });
      }
    });

    test('the widget opens, old sessions and new ones, with what was earned before', async () => {
      const ada = await member(goodturn);
      await tell({ referralCode: ada.code });
      const before = await signIn(goodturn, ada);
      await set('block', ada);
      for (const session of [before, await signIn(goodturn, ada)]) {
        const me = await goodturn.widget('GET', '/v1/widget/me', { session });
        expect((await me.json()).rewards).toHaveLength(1);
      }
    });

    test('goodwill for somebody blocked is refused with 409', async () => {
      const ada = await member(goodturn);
      await set('block', ada);
      const answer = await goodturn.post('/v1/rewards', {
        goodwillId: fresh('case'),
        programId: 'friends',
        recipient: { externalId: ada.externalId },
        productId: 'CVS',
        value: { amount: 1500, currency: 'USD' },
        delivery: 'Links',
        reason: 'sorry',
      });
      expect(answer.status).toBe(409);
    });

    test('again changes nothing, and the audit has each change once, with its words', async () => {
      const ada = await member(goodturn);
      for (const what of ['unblock', 'block', 'block', 'unblock'] as const) {
        expect((await set(what, ada)).status).toBe(204);
      }
      const { audit, notes } = goodturn.deps.store.read;
      const entries = await audit.ofSubjects([ada.id]);
      expect(entries).toMatchObject([
        { status: 'blocked', actor: 'key:shop', reason: 'participant_blocked' },
        { status: 'unblocked', actor: 'key:shop', reason: 'participant_unblocked' },
      ]);
      const words = await notes.ofEntries(entries.map(({ id }) => id));
      expect([...words.values()]).toEqual(['Sells the link', 'Sells the link']);
    });
  });

  test('POST /v1/participants/:id/unblock, 204: the link and the next purchase count again', async () => {
    const ada = await member(goodturn);
    await set('block', ada);
    await set('unblock', ada);
    expect(await follow(ada.code)).not.toBeNull();
    expect((await tell({ referralCode: ada.code })).rewards).toHaveLength(2);
  });

  describe('what a blocked person has earned and not got yet', () => {
    async function earn(programId: string) {
      const ada = await member(goodturn);
      const event = await tell({ programId, referralCode: ada.codes[programId] });
      const [own, friends] = event.rewards;
      return { ada, own, friends };
    }
    const read = async ({ id }: { id: string }) => (await goodturn.get(`/v1/rewards/${id}`)).json();
    async function pass(days: number) {
      clock.now += days * DAY_MS;
      await deps.releaseDue();
      await deps.worker.settle();
    }
    const approve = ({ id }: { id: string }) =>
      goodturn.post(`/v1/rewards/${id}/approve`, { reason: 'Known for years' });

    test.each(['held', 'monthly'])(
      "waits for a person beyond its date; the friend's goes on (%s)",
      async (programId) => {
        const { ada, own, friends } = await earn(programId);
        await set('block', ada);
        expect(await read(own)).toMatchObject({
          status: own.status,
          reason: 'participant_blocked',
          review: [{ reason: 'participant_blocked' }],
        });
        await pass(40);
        expect(await read(own)).toMatchObject({ status: own.status, reason: 'participant_blocked' });
        expect(await read(friends)).toMatchObject({ status: 'issued' });
        const session = await signIn(goodturn, ada, programId);
        const me = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
        expect(me.rewards).toMatchObject([{ reason: 'awaiting_approval' }]);
        expect((await approve(own)).status).toBe(200);
        await pass(40);
        expect(await read(own)).toMatchObject({ status: 'issued', review: [] });
      },
    );

    test('goes on with the end of the block: at once where its time is over, else at its date', async () => {
      const [over, ahead, release] = [await earn('held'), await earn('held'), await earn('monthly')];
      await set('block', ahead.ada);
      await set('unblock', ahead.ada);
      expect(await read(ahead.own)).toMatchObject({ status: 'held', reason: 'hold_period', review: [] });
      await set('block', over.ada);
      await set('block', release.ada);
      await pass(40);
      expect(await read(ahead.own)).toMatchObject({ status: 'issued' });
      await set('unblock', over.ada);
      await set('unblock', release.ada);
      await deps.worker.settle();
      expect(await read(over.own)).toMatchObject({ status: 'issued' });
      expect(await read(release.own)).toMatchObject({ status: 'approved', reason: 'awaiting_release' });
      await pass(40);
      expect(await read(release.own)).toMatchObject({ status: 'issued' });
    });

    test('still waits after the block for what it waited for before', async () => {
      const { ada, own } = await earn('manual');
      await set('block', ada);
      const reasons = async () => (await read(own)).review.map(({ reason }: { reason: string }) => reason);
      expect(await reasons()).toEqual(['participant_blocked', 'awaiting_approval']);
      await set('unblock', ada);
      expect(await reasons()).toEqual(['awaiting_approval']);
    });

    test('is stopped at its release when the block came while it was being decided', async () => {
      const { ada, own } = await earn('held');
      // The mark of the block was missed.
      await deps.store.write('block-participant', (rows) => rows.participants.block(ada.id, clock.now));
      await pass(40);
      expect(await read(own)).toMatchObject({ status: 'held', reason: 'participant_blocked' });
    });
  });

  test.each(['block', 'unblock'] as const)(
    '404 for a stranger and 400 without a reason (%s)',
    async (what) => {
      expect((await set(what, { id: 'nobody' })).status).toBe(404);
      const ada = await member(goodturn);
      const answer = await goodturn.post(`/v1/participants/${ada.id}/${what}`, {});
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe('reason');
    },
  );
});
