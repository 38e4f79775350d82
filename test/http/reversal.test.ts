import { describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../server/domain/clock.ts';
import { ON_HOLD } from '../../shared/on-hold.ts';
import { DIALECTS } from '../support/databases.ts';
import { fresh, member, signIn } from './support/people.ts';
import { type Returns, startReturns } from './support/returns.ts';

const CANCELLED = { status: 'cancelled', reason: 'refunded', holdUntil: null };
const RETURNS = ['refund', 'cancellation', 'dispute'];

/** A limit without an end in time. */
const EVER = { period: 'ever', max: null, maxAmount: null, from: 0, until: Number.MAX_SAFE_INTEGER };

/** One ordered reward for each side, and how far its order is. */
async function buyAndOrder(shop: Returns, fault?: string) {
  if (fault) await shop.control('fault', { word: fault, times: 2 });
  const bought = await shop.buy('friends');
  await shop.deps.worker.settle();
  return bought;
}

describe.each(DIALECTS)('a return before the gift card is ordered, on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const { store } = shop.deps;

  test.each(RETURNS)('cancels every reward of its purchase, and frees what it used: %s', async (type) => {
    const before = await shop.budget('waiting');
    const { told, referrer, event } = await shop.buy('waiting');
    const places = [referrer.id, 'program'].map((scope) => ({ ...EVER, scope }));
    const used = await store.read.limits.usage('waiting', places);
    const back = shop.returned(told, undefined, type);
    const answer = await shop.tell(back);
    expect(answer).toMatchObject({
      status: 'recorded',
      type,
      decisions: [],
      rewards: [CANCELLED, CANCELLED],
    });
    expect(answer.rewards.map(({ id }) => id)).toEqual(event.rewards.map(({ id }) => id));
    expect(answer.rewards[0]?.timeline.at(-1)).toMatchObject({ status: 'cancelled', reason: 'refunded' });
    expect(await (await shop.get(`/v1/events/${back.eventId}`)).json()).toEqual(answer);
    expect(await shop.budget('waiting')).toEqual(before);
    const left = await store.read.limits.usage('waiting', places);
    expect(left.map(({ count, amount }) => ({ count, amount }))).toEqual(
      [1, 2].map((rewards, at) => ({
        count: (used[at]?.count ?? 0) - rewards,
        amount: (used[at]?.amount ?? 0) - rewards * 1500,
      })),
    );
    expect(await shop.referral(answer.rewards[0] ?? { id: '' })).toMatchObject({
      status: 'voided',
      reason: 'refunded',
    });
  });

  test('is the sum of its parts: fixed rewards stay whole until the rest is under the minimum', async () => {
    const { told, event } = await shop.buy('waiting', { amount: 4200 });
    expect((await shop.tell(shop.returned(told, 1000))).rewards).toEqual([]);
    expect(await shop.reward(event.rewards[0] ?? { id: '' })).toMatchObject({ status: 'held' });
    expect((await shop.tell(shop.returned(told, 701))).rewards).toMatchObject([CANCELLED, CANCELLED]);
    expect((await shop.tell(shop.returned(told, 9000))).rewards).toEqual([]);
  });

  test('makes a percentage one of what was kept, down to a value of the card, and takes the rest of the budget back', async () => {
    const before = await shop.budget('share');
    const { told, event } = await shop.buy('share', { amount: 25_000 });
    const [reward = { id: '' }] = event.rewards;
    expect(reward).toMatchObject({ status: 'held', value: { amount: 2500 } });
    const back = shop.returned(told, 8000);
    const answer = await shop.tell(back);
    expect(answer.rewards).toMatchObject([
      { id: reward.id, status: 'held', value: { amount: 1500, currency: 'USD' } },
    ]);
    expect(answer.rewards[0]?.timeline.at(-1)).toMatchObject({ status: 'held', reason: 'refunded_in_part' });
    expect(await shop.budget('share')).toEqual({ ...before, reserved: before.reserved + 1500 });

    // Told twice it counts once; another part counts beside it.
    const again = await shop.post('/v1/events', back);
    expect([again.status, await again.json()]).toEqual([200, answer]);
    expect(await shop.reward(reward)).toMatchObject({ value: { amount: 1500 } });
    expect((await shop.tell(shop.returned(told, 7000))).rewards).toMatchObject([{ value: { amount: 1000 } }]);
    expect((await shop.tell(shop.returned(told, 1000))).rewards).toMatchObject([CANCELLED]);
    expect(await shop.budget('share')).toEqual(before);
  });

  test('reckons by the tier that the purchase had reached, whatever was bought since', async () => {
    const referrer = await member(shop);
    const first = await shop.buy('tiers', { referrer, amount: 20_000 });
    const second = await shop.buy('tiers', { referrer, amount: 20_000 });
    await shop.buy('tiers', { referrer, amount: 20_000 });
    expect(second.event.rewards).toMatchObject([{ value: { amount: 2000 } }]);
    expect((await shop.tell(shop.returned(first.told, 5000))).rewards).toEqual([]);
    expect((await shop.tell(shop.returned(first.told))).rewards).toMatchObject([CANCELLED]);
    expect((await shop.tell(shop.returned(second.told, 5000))).rewards).toMatchObject([
      { value: { amount: 1500 } },
    ]);
  });

  test('takes the purchase out of a milestone, and the milestone with the purchase that reached it', async () => {
    const referrer = await member(shop);
    const first = await shop.buy('second', { referrer });
    const second = await shop.buy('second', { referrer });
    expect(second.event.rewards).toHaveLength(1);
    expect((await shop.tell(shop.returned(second.told))).rewards).toMatchObject([CANCELLED]);
    // One counts; the next one reaches the milestone again.
    expect((await shop.buy('second', { referrer })).event.rewards).toHaveLength(1);
    expect((await shop.tell(shop.returned(first.told))).rewards).toEqual([]);
    expect((await shop.buy('second', { referrer })).event.rewards).toHaveLength(0);
  });

  test('shows the referrer that a friend counts no more, also where a person had rejected the reward before', async () => {
    const referrer = await member(shop);
    await shop.buy('second', { referrer });
    const { told, event } = await shop.buy('second', { referrer });
    await shop.post(`/v1/rewards/${event.rewards[0]?.id}/reject`, { reason: 'looked at' });
    const session = await signIn(shop, referrer, 'second');
    const read = (tag = '') =>
      shop.widget('GET', '/v1/widget/me', { session, headers: { 'If-None-Match': tag } });
    const before = await read();
    expect(await before.json()).toMatchObject({ progress: { have: 2, need: 4 } });
    await shop.tell(shop.returned(told));
    const after = await read(before.headers.get('etag') ?? '');
    expect([after.status, await after.json()]).toMatchObject([200, { progress: { have: 1, need: 2 } }]);
  });

  test('ends an order that no worker took: nothing is sent', async () => {
    const before = await shop.budget('friends');
    const { told } = await shop.buy('friends');
    const { rewards } = await shop.tell(shop.returned(told, 4200));
    expect(rewards).toMatchObject([CANCELLED, CANCELLED]);
    await shop.deps.worker.settle();
    const orders = await store.read.orders.ofRewards(rewards.map(({ id }) => id));
    expect(orders).toMatchObject([
      { status: 'cancelled', attempts: 0 },
      { status: 'cancelled', attempts: 0 },
    ]);
    expect(await shop.upstreamOrders()).toEqual([]);
    expect(await shop.budget('friends')).toEqual(before);
  });

  test('lets the friend qualify anew with the next purchase', async () => {
    const customer = fresh('customer');
    const { told, referrer } = await shop.buy('waiting', { customer });
    const [gone = { id: '' }] = (await shop.tell(shop.returned(told))).rewards;
    expect(await shop.referral(gone)).toMatchObject({ status: 'voided' });
    const { event } = await shop.buy('waiting', { customer, referrer });
    expect(event.rewards).toHaveLength(2);
    expect(await shop.referral(gone)).toMatchObject({ status: 'qualified' });
  });

  test('of one of two purchases leaves the referral to what the other earned', async () => {
    const customer = fresh('customer');
    const { referrer, event } = await shop.buy('friends', { customer });
    await shop.deps.worker.settle();
    const second = await shop.buy('friends', { customer, referrer });
    const [reward = { id: '' }] = event.rewards;
    expect(await shop.referral(reward)).toMatchObject({ status: 'qualified' });
    await shop.tell(shop.returned(second.told));
    expect(await shop.referral(reward)).toMatchObject({ status: 'completed', reason: 'rewarded' });
  });
});

describe.each(DIALECTS)('a return after the order was sent, on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const { worker } = shop.deps;

  test('withholds the gift card as soon as it comes: paid, sealed, and not shown', async () => {
    const before = await shop.budget('friends');
    const { told, referrer } = await buyAndOrder(shop, 'SIMSLOW');
    expect((await shop.tell(shop.returned(told, 100))).rewards).toEqual([]);
    const { rewards } = await shop.tell(shop.returned(told));
    const waiting = { status: 'ordering', reason: 'refunded' };
    expect(rewards).toMatchObject([waiting, waiting]);
    const [reward = { id: '' }] = rewards;
    expect(await shop.claimPage(reward)).toContain('on hold');
    const session = await signIn(shop, referrer);
    const me = async () => (await shop.widget('GET', '/v1/widget/me', { session })).json();
    expect((await me()).stats.rewards).toMatchObject({ count: 0 });
    expect(await shop.referral(reward)).toMatchObject({ status: 'voided' });
    // Told again by another event, nothing is left to do.
    expect((await shop.tell(shop.returned(told, 4200, 'dispute'))).rewards).toEqual([]);

    await shop.control('advance', { seconds: 60 });
    shop.clock.now += 60 * SECOND_MS;
    await worker.settle();
    expect(await shop.reward(reward)).toMatchObject({ status: 'withheld', reason: 'refunded' });
    expect(await shop.budget('friends')).toEqual({ ...before, spent: before.spent + 3000 });
    expect((await shop.deps.store.read.claims.ofReward(reward.id))?.sealedLink).toBeTruthy();
    const revealed = await shop.widget('POST', `/v1/widget/rewards/${reward.id}/reveal`, { session });
    expect(await revealed.json()).toMatchObject({ code: 'wrong_state' });
    expect(await shop.claimPage(reward)).toContain('on hold');
  });

  test('ends a reward whose order the upstream gave up, and no retry buys it', async () => {
    const before = await shop.budget('friends');
    const { told, event } = await buyAndOrder(shop, 'SIMFAILED');
    await shop.control('advance', { seconds: 60 });
    shop.clock.now += 60 * SECOND_MS;
    await worker.settle();
    const [reward = { id: '' }] = event.rewards;
    expect(await shop.reward(reward)).toMatchObject({ status: 'failed' });
    expect((await shop.tell(shop.returned(told))).rewards).toMatchObject([CANCELLED, CANCELLED]);
    expect(await shop.budget('friends')).toEqual(before);
    const again = await shop.post(`/v1/rewards/${reward.id}/retry`, { reason: 'again' });
    expect(again.status).toBe(409);
  });

  test('leaves a friend completed who does again what earns nothing, until the first purchase comes back', async () => {
    const { told, referrer, event } = await shop.buy('once');
    const [reward = { id: '' }] = event.rewards;
    await shop.deps.worker.settle();
    const again = await shop.buy('once', { referrer, customer: told.customer.id });
    expect(again.event).toMatchObject({ status: 'recorded', rewards: [] });
    expect(await shop.referral(reward)).toMatchObject({ status: 'completed', reason: 'rewarded' });
    await shop.tell(shop.returned(told));
    expect(await shop.reward(reward)).toMatchObject({ status: 'withheld' });
    // The other purchase still counts.
    expect(await shop.referral(reward)).toMatchObject({ status: 'qualified', reason: 'action_done' });
    await shop.tell(shop.returned(again.told));
    expect(await shop.referral(reward)).toMatchObject({ status: 'voided', reason: 'refunded' });
  });

  test('withholds an issued gift card that nobody opened, and its widget says so', async () => {
    const { told, referrer } = await buyAndOrder(shop);
    const session = await signIn(shop, referrer);
    const me = async () => (await shop.widget('GET', '/v1/widget/me', { session })).json();
    expect(await me()).toMatchObject({
      stats: { rewards: { count: 1, amount: { amount: 1500 } } },
      rewards: [{ status: 'issued', claimable: true }],
    });
    const before = await shop.budget('friends');
    expect((await shop.tell(shop.returned(told, 1))).rewards).toEqual([]);
    const { rewards } = await shop.tell(shop.returned(told));
    const withheld = { status: 'withheld', reason: 'refunded' };
    expect(rewards).toMatchObject([withheld, withheld]);
    expect(await shop.budget('friends')).toEqual(before);
    expect(await me()).toMatchObject({
      stats: { rewards: { count: 0, amount: { amount: 0, currency: 'USD' } } },
      rewards: [{ ...withheld, claimable: false }],
      referrals: [{ status: 'voided', reason: 'refunded' }],
    });
    const [{ id } = { id: '' }] = rewards;
    const revealed = await shop.widget('POST', `/v1/widget/rewards/${id}/reveal`, { session });
    expect(revealed.status).toBe(409);
    expect(await shop.claimPage({ id })).toContain(ON_HOLD);
  });

  test('leaves an opened gift card with its owner: a loss that is booked and told once', async () => {
    const { told, referrer, event } = await buyAndOrder(shop);
    const session = await signIn(shop, referrer);
    const [opened = { id: '' }, unopened = { id: '' }] = event.rewards;
    await shop.widget('POST', `/v1/widget/rewards/${opened.id}/reveal`, { session });
    const before = await shop.budget('friends');
    const { rewards } = await shop.tell(shop.returned(told));
    expect(rewards).toMatchObject([
      { id: opened.id, status: 'opened' },
      { id: unopened.id, status: 'withheld' },
    ]);
    expect(rewards[0]?.timeline.at(-1)).toMatchObject({ status: 'opened', reason: 'booked_as_loss' });
    expect((await shop.tell(shop.returned(told, 4200))).rewards).toEqual([]);
    expect(await shop.budget('friends')).toEqual({ ...before, lost: before.lost + 1500 });
    const raised = shop.alerts.filter(({ alert }) => alert === 'reward_lost');
    expect(raised).toMatchObject([{ alert: 'reward_lost', data: { rewardId: opened.id, amount: 1500 } }]);
    expect(await shop.referral(opened)).toMatchObject({ status: 'completed' });
  });
});

describe.each(DIALECTS)('a return that comes alone, on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const order = () => ({ eventId: fresh('order'), customer: { id: fresh('customer') } });
  const usd = (amount: number) => ({ amount, currency: 'USD' });

  test('is kept, leaves no participant, and is applied when its purchase comes', async () => {
    const { codes } = await member(shop);
    const told = order();
    const back = shop.returned(told);
    expect(await shop.tell(back)).toMatchObject({ status: 'recorded', decisions: [], rewards: [] });
    expect((await shop.get(`/v1/participants/${told.customer.id}`)).status).toBe(404);
    const late = { ...told, type: 'purchase', programId: 'waiting', referralCode: codes['waiting'] };
    const bought = await shop.tell({ ...late, amount: usd(4200) });
    expect(bought).toMatchObject({ status: 'recorded', rewards: [] });
    expect(JSON.stringify(bought.decisions)).toContain('"refunded"');
  });

  test('in parts comes to the same as after its purchase', async () => {
    const { codes } = await member(shop);
    const told = order();
    for (const amount of [5000, 3000]) await shop.tell(shop.returned(told, amount));
    const bought = await shop.tell({
      ...told,
      type: 'purchase',
      programId: 'share',
      referralCode: codes['share'],
      amount: usd(25_000),
    });
    expect(bought.rewards).toMatchObject([{ status: 'held', value: usd(1500) }]);
    expect((await shop.tell(shop.returned(told, 17_000))).rewards).toMatchObject([CANCELLED]);
  });

  test('in another currency than its purchase is refused with what to change, and takes nothing back', async () => {
    const { told, event } = await shop.buy('waiting');
    const back = { ...shop.returned(told), amount: { amount: 4200, currency: 'EUR' } };
    const refused = await shop.post('/v1/events', back);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'invalid_body',
      errors: [{ path: 'amount.currency', message: expect.stringContaining('must be USD') }],
    });
    expect(await shop.reward(event.rewards[0] ?? { id: '' })).toMatchObject({ status: 'held' });
    expect((await shop.tell({ ...back, amount: usd(4200) })).rewards).toHaveLength(2);
  });

  test('of a refused purchase, or of no purchase, changes nothing', async () => {
    const { told } = await shop.buy('waiting', { amount: 100 });
    expect((await shop.tell(shop.returned(told))).rewards).toEqual([]);
    const plain = { type: 'cancellation', eventId: fresh('return'), customer: told.customer };
    expect(await shop.tell(plain)).toMatchObject({ status: 'recorded', rewards: [] });
    const nameless = await shop.post('/v1/events', { ...plain, type: 'refund' });
    expect(await nameless.json()).toMatchObject({ errors: [{ path: 'refersTo' }] });
  });
});
