import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import { rewardIdentity } from '../../server/domain/order/po-number.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { ONE_REWARD, startOrdering } from '../jobs/ordering.ts';
import { DIALECTS } from '../support/databases.ts';
import { SECOND_KEY, second, withSecondKey } from '../support/second-key.ts';

const MESSAGE = 'Thank you, and welcome!';

type Program = (typeof ONE_REWARD.sites)[0]['programs'][0];

/** Acme with a second named key, and a budget of so much; its cards carry a message. */
function withBudget(amount: number, change: Partial<Program> = {}) {
  const sites = withSecondKey(ONE_REWARD).sites.map((site) => ({
    ...site,
    programs: site.programs.map((program) => ({
      ...program,
      ...change,
      budget: { amount, currency: 'USD' },
      rules: program.rules.map((rule) => ({
        ...rule,
        rewards: rule.rewards.map((reward) => ({ ...reward, message: MESSAGE })),
      })),
    })),
  }));
  return { sites };
}

const REQUEST = { reason: 'The mail never came', proof: 'Ticket 4711, with the bounce' };

describe.each(DIALECTS)('giving a lost gift card once more, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect, { config: withBudget(6000), env: { SECOND_KEY } });
  const { deps } = goodturn;
  const reissue = ({ id }: { id: string }, headers = {}) =>
    goodturn.post(`/v1/rewards/${id}/reissue`, REQUEST, headers);
  const earnOne = async (): Promise<Reward> => {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    return reward;
  };
  async function pageOf({ id }: { id: string }) {
    const { claimPageUrl } = await (await goodturn.post(`/v1/rewards/${id}/claim-page`, {})).json();
    const answer = await goodturn.app.request(new URL(claimPageUrl).pathname);
    return { url: claimPageUrl as string, status: answer.status, text: await answer.text() };
  }

  const lost = await earnOne();

  test('is refused before it was issued', async () => {
    const answer = await reissue(lost);
    expect(answer.status).toBe(409);
    expect((await answer.json()).detail).toContain('issued');
    await deps.worker.settle();
  });

  test('takes two named keys: one asks, and the same one cannot confirm', async () => {
    const asked = await reissue(lost);
    expect(asked.status).toBe(202);
    expect(await asked.json()).toMatchObject({ id: lost.id, status: 'issued' });
    expect((await reissue(lost)).status).toBe(409);
    expect(await goodturn.upstreamOrders()).toHaveLength(1);
    expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 1500 });
  });

  test('makes a reward of its own with a new order, and ends the old page', async () => {
    const before = await pageOf(lost);
    expect(before.status).toBe(200);
    const answers = await Promise.all([reissue(lost, second), reissue(lost, second)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    const [one, two] = await Promise.all(answers.map((answer) => answer.json()));
    expect(one.id).toBe(two.id);
    expect(one).toMatchObject({ reissueOf: lost.id, value: lost.value, recipient: lost.recipient });
    expect((await goodturn.rewardNow(one)).message).toBe(MESSAGE);
    await deps.worker.settle();

    const [first, again] = [await goodturn.orderOf(lost), await goodturn.orderOf(one)];
    expect(again.poNumber).not.toBe(first.poNumber);
    // Made again after a restored backup, the new reward is found by its event, which no id of ours is part of.
    const trace = deps.traceOf(rewardIdentity(await goodturn.rewardNow(lost)));
    expect(one.eventId).toBe(`goodwill:reissue:${trace}`);
    const bought = (await goodturn.upstreamOrders()).map(({ PONumber }) => PONumber);
    expect(bought.toSorted()).toEqual([first.poNumber, again.poNumber].toSorted());
    expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 3000 });
    const ledger = await deps.store.read.budgets.entries('friends');
    expect(ledger.filter(({ kind }) => kind === 'loss')).toMatchObject([{ rewardId: lost.id, amount: 1500 }]);

    const [over, fresh] = [await pageOf(lost), await pageOf(one)];
    expect([over.status, over.url]).toEqual([410, before.url]);
    expect(over.text).toContain('This page was replaced');
    expect(fresh.status).toBe(200);
    expect(fresh.text).toContain('is ready');
    await expect(deps.store.read.rewards.find(lost.id).then((reward) => reward?.status)).resolves.toBe(
      'issued',
    );
  });

  test('stays in the records, with who asked, who confirmed, why and on what proof', async () => {
    const { timeline, reissuedAs } = await (await goodturn.get(`/v1/rewards/${lost.id}`)).json();
    expect(reissuedAs).toMatch(/^rwd_/);
    const note = `${REQUEST.reason}\nProof: ${REQUEST.proof}`;
    expect(timeline.slice(-2)).toMatchObject([
      { actor: 'key:shop', reason: 'reissue_asked', note },
      { actor: 'key:second', reason: 'reissued', note },
    ]);
  });

  test('happens once for each, and the new one needs two keys again', async () => {
    expect((await reissue(lost)).status).toBe(409);
    const { reissuedAs } = await (await goodturn.get(`/v1/rewards/${lost.id}`)).json();
    expect((await reissue({ id: reissuedAs }, second)).status).toBe(202);
    expect((await reissue({ id: reissuedAs })).status).toBe(201);
    await deps.worker.settle();
    expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 4500 });
  });

  test('is refused where the budget does not cover it, and nothing changes', async () => {
    const other = await earnOne();
    await deps.worker.settle();
    await reissue(other);
    const answer = await reissue(other, second);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'budget_exhausted' });
    expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 6000 });
    expect((await pageOf(other)).status).toBe(200);
    expect((await goodturn.rewardNow(other)).reissuedAs).toBeNull();
  });
});

describe.each(DIALECTS)(
  'the return of a purchase whose gift card was given once more, on %s',
  async (dialect) => {
    const goodturn = await startOrdering(dialect, { config: withBudget(60_000), env: { SECOND_KEY } });
    const { deps } = goodturn;
    const reissue = ({ id }: { id: string }, headers = {}) =>
      goodturn.post(`/v1/rewards/${id}/reissue`, REQUEST, headers);
    const pageOf = async ({ id }: { id: string }) => {
      const { claimPageUrl } = await (await goodturn.post(`/v1/rewards/${id}/claim-page`, {})).json();
      return (await goodturn.app.request(new URL(claimPageUrl).pathname)).text();
    };
    async function earnIssued(): Promise<Reward> {
      const [reward] = await goodturn.earn();
      if (!reward) throw new Error('nothing earned');
      await deps.worker.settle();
      return reward;
    }
    async function giveAgain(lost: { id: string }): Promise<Reward> {
      await reissue(lost);
      const given = await (await reissue(lost, second)).json();
      await deps.worker.settle();
      return given;
    }
    async function refund({ eventId, recipient }: Reward): Promise<Reward[]> {
      const back = { eventId: `back_${eventId}`, refersTo: eventId, customer: { id: recipient.externalId } };
      return (await (await goodturn.post('/v1/events', { type: 'refund', ...back })).json()).rewards;
    }
    const open = async ({ id }: Reward) => {
      await deps.store.write('reveal-claim', async ({ rewards }) => {
        await rewards.move(id, 'opened', 'claim_revealed');
      });
    };
    const referralOf = async ({ referralId }: Reward) => deps.store.read.referrals.find(referralId ?? '');

    test('withholds the card that is alive, however often it was given, and leaves the lost one alone', async () => {
      const lost = await earnIssued();
      const live = await giveAgain(await giveAgain(lost));
      expect(live.referralId).toBe(lost.referralId);
      expect(await refund(lost)).toMatchObject([{ id: live.id, status: 'withheld', reason: 'refunded' }]);
      expect(await goodturn.history(lost)).not.toContain('withheld');
      expect(await pageOf(live)).toContain('on hold');
      expect(await pageOf(lost)).toContain('This page was replaced');
      expect(await referralOf(lost)).toMatchObject({ status: 'voided', reason: 'refunded' });
    });

    test('shows the lost card as replaced, also where an earlier version withheld it', async () => {
      const lost = await earnIssued();
      await giveAgain(lost);
      await deps.store.write('accept-event', async ({ rewards }) => {
        await rewards.move(lost.id, 'withheld', 'refunded');
      });
      expect(await pageOf(lost)).toContain('This page was replaced');
    });

    test('books the one that was opened as a loss', async () => {
      const lost = await earnIssued();
      const live = await giveAgain(lost);
      await open(live);
      expect(await refund(lost)).toMatchObject([{ id: live.id, status: 'opened' }]);
      const ledger = await deps.store.read.budgets.entries('friends');
      const losses = ledger.filter(({ kind }) => kind === 'loss').map(({ rewardId }) => rewardId);
      expect(losses.slice(-2)).toEqual([lost.id, live.id]);
      expect(await referralOf(lost)).toMatchObject({ status: 'completed' });
    });

    test.each(['issued', 'opened'])('refuses to give one more for a card that was %s', async (status) => {
      const lost = await earnIssued();
      if (status === 'opened') await open(lost);
      await reissue(lost);
      await refund(lost);
      const answer = await reissue(lost, second);
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({
        code: 'wrong_state',
        detail: 'Its purchase was returned, so the gift card cannot be given once more.',
      });
      expect((await goodturn.rewardNow(lost)).reissuedAs).toBeNull();
    });
  },
);

describe.each(DIALECTS)('a rejected reward that was given for a lost gift card, on %s', async (dialect) => {
  const config = withBudget(60_000, { payout: { mode: 'scheduled', every: 'day' } });
  const goodturn = await startOrdering(dialect, { config, env: { SECOND_KEY } });
  const { deps, clock } = goodturn;
  const act = ({ id }: { id: string }, what: string, headers = {}) =>
    goodturn.post(`/v1/rewards/${id}/${what}`, REQUEST, headers);

  async function giveAgain(lost: { id: string }): Promise<Reward> {
    await act(lost, 'reissue');
    return (await act(lost, 'reissue', second)).json();
  }
  async function releaseAll() {
    clock.now += DAY_MS;
    await deps.releaseDue();
    await deps.worker.settle();
  }
  /** The second reissue of a card, rejected before its payout. */
  async function rejected(): Promise<{ earned: Reward; last: Reward }> {
    const [earned] = await goodturn.earn();
    if (!earned) throw new Error('nothing earned');
    await releaseAll();
    const again = await giveAgain(earned);
    await releaseAll();
    const last = await giveAgain(again);
    expect(last).toMatchObject({ status: 'approved', reissueOf: again.id });
    expect((await act(last, 'reject')).status).toBe(200);
    clock.now += MINUTE_MS;
    return { earned, last };
  }

  test('is not taken up again once the purchase behind the first card came back', async () => {
    const { earned, last } = await rejected();
    const { eventId, recipient } = earned;
    const back = { eventId: `back_${eventId}`, refersTo: eventId, customer: { id: recipient.externalId } };
    await goodturn.post('/v1/events', { type: 'refund', ...back });
    const answer = await act(last, 'approve');
    expect([answer.status, (await answer.json()).code]).toEqual([409, 'wrong_state']);
    await releaseAll();
    expect(await goodturn.rewardNow(last)).toMatchObject({ status: 'rejected' });
  });

  test('is taken up again while it stands, without being asked to be earned anew', async () => {
    const { last } = await rejected();
    expect((await act(last, 'approve')).status).toBe(200);
    await releaseAll();
    expect(await goodturn.rewardNow(last)).toMatchObject({ status: 'issued' });
  });
});
