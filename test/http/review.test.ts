import { describe, expect, test } from 'vitest';
import type { GiftCards, PlaceResult } from '../../server/domain/order/gift-cards.ts';
import type { Decision } from '../../shared/contract/decision.ts';
import type { Event } from '../../shared/contract/event.ts';
import { REVIEWS, type Review } from '../../shared/contract/review.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { realGiftCards } from '../jobs/worker-on.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { SECOND_KEY, second, withSecondKey } from '../support/second-key.ts';
import { member, purchase, signIn } from './support/people.ts';

const READER_KEY = 'sk_test_acme_reader_8uI6yT4rE2wQ0pL9';
const reader = { Authorization: `Bearer ${READER_KEY}` };

const usd = (amount: number) => ({ amount, currency: 'USD' });

/** Acme with a program for every way in which a reward can wait, and two more keys. */
function config() {
  const file = acmeConfig({ budget: usd(5_000_000) }, [
    programLike({
      id: 'manual',
      approval: 'manual',
      hold: { days: 14 },
      limits: { perReferrer: { count: 1, per: 'year' } },
    }),
    programLike({ id: 'two-keys', approval: { over: usd(1000), twoOver: usd(1000) } }),
    programLike({ id: 'held', hold: { days: 14 } }),
    programLike({ id: 'monthly', payout: { mode: 'scheduled', every: 'month' } }),
  ]);
  file.sites[0]?.secretKeys.push({ name: 'reader', env: 'READER_KEY', scopes: ['rewards:read'] });
  return withSecondKey(file);
}

describe.each(DIALECTS)('reviews on %s', async (dialect) => {
  /** What the upstream says to the next orders; null lets the sandbox answer. */
  let answer: PlaceResult | null = null;
  const real = realGiftCards({ clock: Date.now });
  const giftCards: GiftCards = {
    ...real,
    place: async (account, intent) => answer ?? real.place(account, intent),
  };
  const goodturn = await startHarness(dialect, {
    config: config(),
    env: { SECOND_KEY, READER_KEY },
    overrides: { giftCards },
  });
  const { deps } = goodturn;

  /** The rewards of a purchase in the program, and who referred it. */
  async function earn(programId: string) {
    const ada = await member(goodturn);
    const body = purchase({ programId, referralCode: ada.codes[programId] });
    const { rewards } = (await (await goodturn.post('/v1/events', body)).json()) as Event;
    const [own, friends] = rewards;
    if (!own || !friends) throw new Error(`nothing was earned in ${programId}`);
    return { ada, own, friends };
  }
  const read = async ({ id }: { id: string }) =>
    (await (await goodturn.get(`/v1/rewards/${id}`)).json()) as Reward;
  const review = (which: Review | 'retry', { id }: { id: string }, headers = {}, reason = 'looked at it') =>
    goodturn.post(`/v1/rewards/${id}/${which}`, { reason }, headers);
  async function done(which: Review, reward: { id: string }, headers = {}): Promise<Reward> {
    const given = await review(which, reward, headers);
    expect(given.status, await given.clone().text()).toBe(200);
    return given.json();
  }
  async function refused(which: Review, reward: { id: string }, detail: RegExp, headers = {}) {
    const given = await review(which, reward, headers);
    expect(given.status).toBe(409);
    const problem = await given.json();
    expect(problem).toMatchObject({ code: 'wrong_state', detail: expect.stringMatching(detail) });
  }
  const budgetOf = async (programId: string) =>
    (await deps.store.read.budgets.find(programId))?.reserved ?? Number.NaN;
  const referralOf = async ({ referralId }: Reward) => {
    const referral = await deps.store.read.referrals.find(referralId ?? '');
    return `${referral?.status} ${referral?.reason}`;
  };
  /** Orders everything that is due, with this answer of the upstream. */
  async function settleWith(given: PlaceResult | null) {
    answer = given;
    await deps.worker.settle();
    answer = null;
  }

  describe('approve', () => {
    test('orders a held reward at once, ends its hold, and keeps who did it and why', async () => {
      const { ada, own } = await earn('manual');
      const session = await signIn(goodturn, ada, 'manual');
      const me = () => goodturn.widget('GET', '/v1/widget/me', { session });
      const tag = (await me()).headers.get('etag');
      expect(await read(own)).toMatchObject({
        status: 'held',
        review: [{ reason: 'awaiting_approval', text: 'A person of the site approves it first.' }],
        approvals: { needed: 1, given: 0 },
      });
      const approved = await done('approve', own);
      expect(approved).toMatchObject({
        status: 'ordering',
        holdUntil: null,
        orderId: expect.stringMatching(/^ord_/),
        review: [],
        approvals: { needed: 1, given: 1 },
      });
      expect(approved.timeline.slice(2)).toEqual([
        {
          at: expect.any(String),
          status: 'approved',
          actor: 'key:shop',
          reason: 'approved_by_person',
          text: 'A person of the site approved it.',
          note: 'looked at it',
        },
        {
          at: expect.any(String),
          status: 'ordering',
          actor: 'key:shop',
          reason: 'order_written',
          text: 'The gift card is being ordered.',
        },
      ]);
      expect((await me()).headers.get('etag')).not.toBe(tag);
      await deps.worker.settle();
      expect(await read(own)).toMatchObject({ status: 'issued' });
    });

    test('takes over a hold that waits for its date alone', async () => {
      const { own } = await earn('held');
      expect(await read(own)).toMatchObject({ status: 'held', reason: 'hold_period', review: [] });
      expect(await done('approve', own)).toMatchObject({ status: 'ordering', holdUntil: null });
    });

    test('orders a reward now that waits for the next release', async () => {
      const { own } = await earn('monthly');
      expect(own).toMatchObject({ status: 'approved', reason: 'awaiting_release' });
      const ordered = await done('approve', own);
      expect(ordered).toMatchObject({ status: 'ordering' });
      expect(ordered.timeline.at(-1)).toMatchObject({ actor: 'key:shop', note: 'looked at it' });
    });

    test('of two people: the first keeps it held, the same key counts once, another key lets it go', async () => {
      const { own } = await earn('two-keys');
      expect(await done('approve', own)).toMatchObject({
        status: 'held',
        reason: 'awaiting_second_approval',
        review: [{ reason: 'awaiting_second_approval' }],
        approvals: { needed: 2, given: 1 },
      });
      await refused('approve', own, /held.*second named key/);
      expect(await done('approve', own, second)).toMatchObject({
        status: 'ordering',
        approvals: { needed: 2, given: 2 },
      });
      const actors = (await read(own)).timeline.flatMap(({ actor, note }) => (note ? actor : []));
      expect(actors).toEqual(['key:shop', 'key:second']);
    });
  });

  describe('reject', () => {
    test('gives budget and limits back, and rejects the referral with its last reward', async () => {
      const before = await budgetOf('manual');
      const { ada, own, friends } = await earn('manual');
      const again = () =>
        goodturn
          .post('/v1/events', purchase({ programId: 'manual', referralCode: ada.codes['manual'] }))
          .then(async (told) => ((await told.json()) as Event).rewards.map(({ beneficiary }) => beneficiary));
      expect(await again()).toEqual(['friend']);
      expect(await done('reject', own)).toMatchObject({
        status: 'rejected',
        reason: 'rejected_by_person',
        holdUntil: null,
        review: [],
      });
      expect(await again()).toEqual(['referrer', 'friend']);
      expect(await referralOf(own)).toBe('qualified awaiting_approval');
      await done('reject', friends);
      expect(await referralOf(own)).toBe('rejected rejected_by_person');
      expect(await budgetOf('manual')).toBe(before + 3 * 1500);
    });

    test('leaves a referral completed whose other reward is with its owner', async () => {
      const { own, friends } = await earn('manual');
      await done('approve', own);
      await deps.worker.settle();
      expect(await referralOf(own)).toMatch(/^qualified/);
      await done('reject', friends);
      expect(await referralOf(own)).toBe('completed rewarded');
    });

    test('ends a reward that waits for its release', async () => {
      const { own } = await earn('monthly');
      expect(await done('reject', own)).toMatchObject({ status: 'rejected' });
    });
  });

  describe('cancel', () => {
    const ordersOf = ({ id }: { id: string }) => deps.store.read.orders.ofRewards([id]);

    test('ends an order that was never sent, and it is never sent after that', async () => {
      const before = await budgetOf('friends');
      const { own, friends } = await earn('friends');
      for (const reward of [own, friends]) {
        expect(await done('cancel', reward)).toMatchObject({
          status: 'cancelled',
          reason: 'cancelled_by_person',
        });
      }
      expect(await budgetOf('friends')).toBe(before);
      expect(await referralOf(own)).toBe('rejected cancelled_by_person');
      await deps.worker.settle();
      expect(await ordersOf(own)).toMatchObject([{ status: 'cancelled', attempts: 0, dueAt: null }]);
      expect((await review('retry', own)).status).toBe(409);
    });

    test('ends a reward whose order the upstream refused, and keeps one that may have a gift card', async () => {
      const { own, friends } = await earn('friends');
      await settleWith({ kind: 'refused', detail: 'no such product' });
      expect(await read(own)).toMatchObject({ status: 'failed' });
      expect(await done('cancel', own)).toMatchObject({ status: 'cancelled' });
      expect((await review('retry', own)).status).toBe(409);
      // The friend's is sent again and its reply gets lost.
      const again = await review('retry', friends, {}, 'product is back');
      expect((await again.json()).timeline.at(-1)).toMatchObject({ note: 'product is back' });
      await settleWith({ kind: 'unknown', detail: 'no answer', retryAfterMs: null });
      await refused('cancel', friends, /ordering and its order is unknown/);
    });

    test('waits where the order number exists upstream with other content and a request may still arrive', async () => {
      const { own } = await earn('friends');
      await settleWith({ kind: 'mismatch', upstreamIds: ['1'], detail: 'another value' });
      expect((await review('cancel', own)).status).toBe(503);
    });

    test.each(['manual', 'monthly'])('ends a reward that waits, in %s', async (programId) => {
      const { own } = await earn(programId);
      expect(await done('cancel', own)).toMatchObject({ status: 'cancelled' });
    });
  });

  describe('409', () => {
    test.each(REVIEWS)(
      '%s of a reward that is issued, rejected or cancelled names its state',
      async (which) => {
        const { own: issued } = await earn('friends');
        await deps.worker.settle();
        await refused(which, issued, /^The reward is issued; only one that/);
        const { own: rejected, friends: cancelled } = await earn('held');
        await done('reject', rejected);
        // Approving takes it up again: test/http/take-up.test.ts.
        if (which !== 'approve') await refused(which, rejected, /^The reward is rejected;/);
        await done('cancel', cancelled);
        await refused(which, cancelled, /^The reward is cancelled;/);
      },
    );

    test.each(['approve', 'reject'] as const)('%s of a reward that is being ordered', async (which) => {
      const { own } = await earn('friends');
      await refused(which, own, /^The reward is ordering;/);
    });

    test('two approvals at once, by one key and by two', async () => {
      const { own, friends } = await earn('two-keys');
      const byOne = await Promise.all([review('approve', own), review('approve', own)]);
      expect(byOne.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(await read(own)).toMatchObject({ status: 'held', approvals: { given: 1 } });
      const byTwo = await Promise.all([review('approve', friends), review('approve', friends, second)]);
      expect(byTwo.map(({ status }) => status)).toEqual([200, 200]);
      expect(await read(friends)).toMatchObject({ status: 'ordering', approvals: { given: 2 } });
    });
  });

  describe('400, 401, 403, 404', () => {
    test.each([...REVIEWS, 'retry'] as const)('%s', async (which) => {
      const { own } = await earn('manual');
      for (const reason of ['', '   ', 'x'.repeat(501), 'a\u0000b', undefined]) {
        const given = await goodturn.post(`/v1/rewards/${own.id}/${which}`, { reason });
        expect(given.status).toBe(400);
        expect(await given.json()).toMatchObject({ code: 'invalid_body', errors: [{ path: 'reason' }] });
      }
      expect((await review(which, own, { Authorization: 'Bearer nobody' })).status).toBe(401);
      expect((await review(which, own, reader)).status).toBe(403);
      expect((await review(which, { id: 'rwd_nobody' })).status).toBe(404);
      expect(await read(own)).toMatchObject({ status: 'held' });
    });

    test.each(REVIEWS)('many: %s', async (which) => {
      const send = (ids: unknown, headers = {}) =>
        goodturn.post(`/v1/rewards/${which}`, { ids, reason: 'looked at' }, headers);
      for (const ids of [[], Array(1001).fill('rwd_1'), [1], 'rwd_1'])
        expect((await send(ids)).status).toBe(400);
      expect((await send(['rwd_1'], { Authorization: 'Bearer nobody' })).status).toBe(401);
      expect((await send(['rwd_1'], reader)).status).toBe(403);
    });
  });

  describe('many at once', () => {
    test('each has its own answer, in order, and one that is refused changes nothing for the others', async () => {
      const { own, friends } = await earn('manual');
      const { own: ordering } = await earn('friends');
      const ids = [friends.id, 'rwd_nobody', ordering.id, own.id, own.id];
      const given = await goodturn.post('/v1/rewards/reject', { ids, reason: 'not a member' });
      expect(given.status).toBe(200);
      const { data } = await given.json();
      expect(data.map(({ id, status }: { id: string; status: number }) => [id, status])).toEqual([
        [friends.id, 200],
        ['rwd_nobody', 404],
        [ordering.id, 409],
        [own.id, 200],
        [own.id, 200],
      ]);
      expect(data[0].reward).toMatchObject({ id: friends.id, status: 'rejected' });
      expect(data[1].problem).toMatchObject({ code: 'not_found', status: 404 });
      expect(data[2].problem).toMatchObject({
        code: 'wrong_state',
        detail: expect.stringContaining('ordering'),
      });
      expect(await referralOf(own)).toBe('rejected rejected_by_person');
      const notes = (await read(own)).timeline.flatMap(({ note }) => note ?? []);
      expect(notes).toEqual(['not a member']);
    });

    test('a list longer than one transaction is answered whole', async () => {
      const { codes } = await member(goodturn);
      const events = Array.from({ length: 30 }, () =>
        purchase({ programId: 'held', referralCode: codes['held'] }),
      );
      const told = await (await goodturn.post('/v1/events', events)).json();
      const ids: string[] = told.data.flatMap(({ event }: { event: Event }) =>
        event.rewards.map(({ id }) => id),
      );
      const { data } = await (
        await goodturn.post('/v1/rewards/approve', { ids, reason: 'all known' })
      ).json();
      expect(data.map(({ id }: { id: string }) => id)).toEqual(ids);
      expect(new Set(data.map(({ reward }: { reward: Reward }) => reward.status))).toEqual(
        new Set(['ordering']),
      );
    });
  });

  test('one reward is read with the checks that made it', async () => {
    const { own, friends } = await earn('manual');
    for (const reward of [own, friends]) {
      const { decision } = (await read(reward)) as { decision: Decision };
      expect(decision).toMatchObject({
        programId: 'manual',
        ruleId: 'first-purchase',
        beneficiary: reward.beneficiary,
        outcome: 'held',
      });
      expect(decision.checks.at(-1)).toMatchObject({ check: 'hold', reason: 'hold_period' });
    }
    const { data } = await (await goodturn.get(`/v1/rewards?eventId=${own.eventId}`)).json();
    expect(data[0]).not.toHaveProperty('decision');
  });

  test('what a person wrote can be erased, and the audit stays', async () => {
    const { own } = await earn('manual');
    await done('reject', own);
    await deps.store.write('review-reward', (rows) => rows.notes.eraseOf([own.id]));
    const { timeline } = await read(own);
    expect(timeline.at(-1)).toMatchObject({ status: 'rejected', actor: 'key:shop' });
    expect(timeline.at(-1)).not.toHaveProperty('note');
  });
});
