import { describe, expect, test } from 'vitest';
import { programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { fresh, signIn } from './support/people.ts';
import { type Returns, startReturns } from './support/returns.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const both = ['referrer', 'friend'].map((to) => ({
  to,
  productId: 'CVS',
  value: usd(1500),
  delivery: 'Links',
}));

/** Every reward waits for a person; the budget is for two of them, and a referrer gets one a year. */
const TIGHT = programLike({
  id: undefined,
  rules: [{ id: 'buy', on: 'purchase', when: { minAmount: usd(2500) }, rewards: both }],
  approval: 'manual',
  budget: usd(3000),
  limits: { perReferrer: { count: 1, per: 'year' }, total: 10 },
}) as object;

/** From when on an approval is one of the rejection, and not one that came at the same moment. */
const SEEN_MS = 2000;

function decisions(shop: Returns) {
  async function act(what: string, { id }: { id: string }): Promise<Response> {
    const answer = await shop.post(`/v1/rewards/${id}/${what}`, { reason: 'looked again' });
    // Long enough that whoever decides next has seen it.
    if (what === 'reject') shop.clock.now += SEEN_MS;
    return answer;
  }
  return {
    act,
    async done(what: string, reward: { id: string }) {
      const answer = await act(what, reward);
      expect(answer.status, await answer.clone().text()).toBe(200);
      return answer.json();
    },
    async refused(what: string, reward: { id: string }) {
      const answer = await act(what, reward);
      expect(answer.status).toBe(409);
      return (await answer.json()).code;
    },
  };
}

describe.each(DIALECTS)('a rejected reward that is approved after all, on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const { store, worker } = shop.deps;
  const { act, done, refused } = decisions(shop);

  /** A program of the test's own, and the rewards of a purchase in it. */
  async function earn(change: object = {}) {
    const programId = fresh('tight');
    const put = (more: object = {}) =>
      shop.app.request(`/v1/programs/${programId}`, {
        method: 'PUT',
        headers: { Authorization: 'Bearer sk_test_acme_4fJ8sKq2LmNpRtVw' },
        body: JSON.stringify({ ...TIGHT, ...change, ...more }),
      });
    expect((await put()).status).toBe(201);
    const { referrer, event, told } = await shop.buy(programId);
    const [own, friends] = event.rewards;
    if (!own || !friends) throw new Error('nothing was earned');
    return { programId, referrer, told, own, friends, put };
  }

  test('reserves budget and limits again, is ordered, and can be rejected and taken up as often as it likes', async () => {
    const { programId, own } = await earn({ payout: { mode: 'scheduled', every: 'month' } });
    for (let round = 0; round < 3; round += 1) {
      await done('reject', own);
      expect(await shop.budget(programId)).toMatchObject({ reserved: 1500 });
      expect(await done('approve', own)).toMatchObject({ status: 'approved', reason: 'awaiting_release' });
      expect(await shop.budget(programId)).toMatchObject({ reserved: 3000 });
    }
    expect(await done('approve', own)).toMatchObject({ status: 'ordering' });
    await done('cancel', own);
    expect(await shop.budget(programId)).toMatchObject({ reserved: 1500 });
    // An order was written, so what was cancelled stays so.
    expect(await refused('approve', own)).toBe('wrong_state');
  });

  test('is refused to whoever approves at the same moment, and only then', async () => {
    const { own } = await earn();
    await shop.post(`/v1/rewards/${own.id}/reject`, { reason: 'looked at it' });
    expect(await refused('approve', own)).toBe('wrong_state');
    shop.clock.now += SEEN_MS - 1;
    expect(await refused('approve', own)).toBe('wrong_state');
    shop.clock.now += 1;
    await done('approve', own);
  });

  test('goes on to its owner, with who did it in its steps, and its referral qualifies again', async () => {
    const { programId, own, friends } = await earn();
    await done('reject', own);
    await done('reject', friends);
    expect(await shop.referral(own)).toMatchObject({ status: 'rejected' });
    await done('approve', own);
    expect(await shop.referral(own)).toMatchObject({ status: 'qualified' });
    await worker.settle();
    const issued = await shop.reward(own);
    expect(issued).toMatchObject({ status: 'issued' });
    expect(issued.timeline.map(({ status, reason, actor }) => `${status} ${reason} ${actor}`)).toEqual([
      'earned earned system',
      'held awaiting_approval system',
      'rejected rejected_by_person key:shop',
      'held taken_up_again key:shop',
      'approved approved_by_person key:shop',
      'ordering order_written key:shop',
      'issued order_completed system',
    ]);
    expect(await shop.budget(programId)).toEqual({ reserved: 0, spent: 1500, lost: 0 });
    expect(await shop.referral(own)).toMatchObject({ status: 'completed' });
  });

  test('is refused where others have taken its budget, and changes nothing', async () => {
    const { programId, own } = await earn({ limits: {} });
    await done('reject', own);
    await shop.buy(programId);
    expect(await shop.budget(programId)).toMatchObject({ reserved: 3000 });
    expect(await refused('approve', own)).toBe('budget_exhausted');
    expect(await shop.reward(own)).toMatchObject({ status: 'rejected' });
    expect(await shop.budget(programId)).toMatchObject({ reserved: 3000 });
  });

  test('is refused where another reward has its place in a limit', async () => {
    const { programId, referrer, own, put } = await earn();
    await put({ budget: usd(100_000) });
    await done('reject', own);
    const { event } = await shop.buy(programId, { referrer });
    const [second] = event.rewards;
    expect(second).toMatchObject({ beneficiary: 'referrer' });
    expect(await refused('approve', own)).toBe('limit_reached');
    await done('reject', second ?? own);
    await done('approve', own);
    expect(await refused('approve', second ?? own)).toBe('limit_reached');
  });

  test('of many at once takes no more than there is', async () => {
    const { programId, own, friends, put } = await earn({ limits: {} });
    for (const each of [own, friends]) await done('reject', each);
    await put({ limits: {}, budget: usd(2000) });
    const answer = await shop.post('/v1/rewards/approve', { ids: [own.id, friends.id], reason: 'both' });
    const { data } = await answer.json();
    expect(data.map(({ status }: { status: number }) => status)).toEqual([200, 409]);
    expect(data[1].problem.code).toBe('budget_exhausted');
    expect(await shop.budget(programId)).toMatchObject({ reserved: 1500 });
  });

  test('is refused when its purchase was returned since, and the rejected one never comes back by itself', async () => {
    const { own, told } = await earn();
    await done('reject', own);
    await shop.tell(shop.returned(told));
    expect(await refused('approve', own)).toBe('wrong_state');
    expect(await shop.reward(own)).toMatchObject({ status: 'rejected' });
  });

  test('a goodwill reward that is cancelled leaves the places of the others taken', async () => {
    const { programId, referrer } = await earn({
      limits: { total: 3 },
      budget: usd(100_000),
      approval: 'manual',
    });
    const given = await shop.post('/v1/rewards', {
      goodwillId: fresh('case'),
      programId,
      recipient: { externalId: referrer.externalId },
      productId: 'CVS',
      value: usd(1500),
      delivery: 'Links',
      reason: 'sorry',
    });
    const goodwill = await given.json();
    expect((await act('cancel', goodwill)).status).toBe(200);
    // Two are taken, one is left.
    expect((await shop.buy(programId)).event.rewards).toHaveLength(1);
    const uses = await store.read.limits.usage(programId, [
      { scope: 'program', period: 'ever', max: 3, maxAmount: null, from: 0, until: Number.MAX_SAFE_INTEGER },
    ]);
    expect(uses).toMatchObject([{ count: 3 }]);
  });
});

describe.each(DIALECTS)('a withheld gift card whose return proves wrong, on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const { done, refused } = decisions(shop);

  test('is given back by retry: it can be opened, the ledger does not move, and a later return counts', async () => {
    const { told, referrer, event } = await shop.buy('friends');
    await shop.deps.worker.settle();
    await shop.tell(shop.returned(told));
    const [own = { id: '' }, friends = { id: '' }] = event.rewards;
    const before = await shop.budget('friends');
    const given = await done('retry', own);
    expect(given).toMatchObject({ status: 'issued', reason: 'given_back' });
    expect(given.timeline.at(-1)).toMatchObject({ actor: 'key:shop', note: 'looked again' });
    expect(await refused('retry', own)).toBe('wrong_state');
    expect(await shop.referral(own)).toMatchObject({ status: 'completed' });
    expect(await shop.budget('friends')).toEqual(before);

    const session = await signIn(shop, referrer);
    const me = await (await shop.widget('GET', '/v1/widget/me', { session })).json();
    expect(me.rewards).toMatchObject([{ status: 'issued', claimable: true }]);
    expect(me.stats.rewards).toMatchObject({ count: 1 });
    const revealed = await shop.widget('POST', `/v1/widget/rewards/${own.id}/reveal`, { session });
    expect((await revealed.json()).claimLink).toMatch(/^http/);

    await done('retry', friends);
    await shop.tell(shop.returned(told, undefined, 'dispute'));
    expect(await shop.reward(own)).toMatchObject({ status: 'opened', reason: 'claim_revealed' });
    expect(await shop.reward(friends)).toMatchObject({ status: 'withheld' });
    expect(await shop.budget('friends')).toEqual({ ...before, lost: before.lost + 1500 });
  });
});
