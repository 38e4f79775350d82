import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import type { FindResult, PlaceResult } from '../../server/domain/order/gift-cards.ts';
import { DIALECTS } from '../support/databases.ts';
import { startSettingAside } from './support/set-aside.ts';

describe.each(DIALECTS)('cancelling a reward whose order was set aside, on %s', async (dialect) => {
  const goodturn = await startSettingAside(dialect);
  const { deps, clock, said, setAside, charged } = goodturn;
  const { store } = deps;
  const act = (what: string, { id }: { id: string }) =>
    goodturn.post(`/v1/rewards/${id}/${what}`, { reason: 'nobody knows it' });
  const stateOf = async (reward: { id: string }) => ({
    reward: await goodturn.rewardNow(reward),
    order: await goodturn.orderOf(reward),
    budget: await goodturn.budget(),
    audit: await store.read.audit.ofSubjects([reward.id, (await goodturn.orderOf(reward)).id]),
  });
  const creates = async () => [...(await goodturn.creates()).values()];

  test('cancels it on proof that the upstream does not have it', async () => {
    const before = await goodturn.budget();
    const reward = await setAside({ sent: false });
    const sends = await creates();
    const answered = await act('cancel', reward);
    expect(answered.status).toBe(200);
    expect(await answered.json()).toMatchObject({ status: 'cancelled', reason: 'cancelled_by_person' });
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled', dueAt: null });
    expect(await goodturn.budget()).toEqual(before);
    await goodturn.pass(MINUTE_MS);
    expect(await creates()).toEqual(sends);
  });

  test('takes it over where the upstream has it: the reward is issued, and nothing is bought twice', async () => {
    const reward = await setAside({ sent: true });
    const before = await charged();
    const answered = await act('cancel', reward);
    expect(answered.status).toBe(409);
    expect(await answered.json()).toMatchObject({
      code: 'wrong_state',
      detail: expect.stringContaining('taken over'),
    });
    await goodturn.pass(MINUTE_MS);
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'issued' });
    expect((await charged()) - before).toBe(1500);
    expect(new Set(await creates())).toEqual(new Set([1]));
    const steps = await store.read.audit.ofSubjects([reward.id]);
    expect(steps.at(-2)).toMatchObject({ status: 'ordering', actor: 'key:shop' });
  });

  test.each([
    { kind: 'unknown', detail: 'no answer', retryAfterMs: null },
    { kind: 'slowed', retryAfterMs: 7000, detail: 'later' },
    { kind: 'disabled', detail: 'who?' },
  ] satisfies FindResult[])(
    'answers 503 and changes nothing while the upstream says $kind',
    async (found) => {
      const reward = await setAside({ sent: false });
      const before = await stateOf(reward);
      said.find = found;
      const answered = await act('cancel', reward);
      delete said.find;
      expect(answered.status).toBe(503);
      const title = 'The gift-card provider cannot say right now';
      expect(await answered.json()).toMatchObject({ code: 'upstream_unavailable', title });
      expect(answered.headers.get('retry-after')).toBe(found.kind === 'slowed' ? '7' : '60');
      expect(await stateOf(reward)).toEqual(before);
      expect((await act('cancel', reward)).status).toBe(200);
    },
  );

  test('answers 409 and changes nothing where another order has the number', async () => {
    const reward = await setAside({ sent: false });
    const before = await stateOf(reward);
    said.find = { kind: 'mismatch', upstreamIds: ['1'], detail: 'another value' };
    expect((await act('cancel', reward)).status).toBe(409);
    delete said.find;
    expect(await stateOf(reward)).toEqual(before);
  });

  test('does not ask while a request may still arrive', async () => {
    const reward = await setAside({ sent: false });
    clock.now -= 10 * MINUTE_MS - 30_000;
    const answered = await act('cancel', reward);
    expect([answered.status, answered.headers.get('retry-after')]).toEqual([503, '30']);
    clock.now += 10 * MINUTE_MS;
  });

  test('does not hold to what it saw when somebody sent the order again meanwhile', async () => {
    const reward = await setAside({ sent: false });
    said.meanwhile = () => act('retry', reward);
    expect((await act('cancel', reward)).status).toBe(409);
    delete said.meanwhile;
    await deps.worker.settle();
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'issued' });
  });

  const REFUSED: PlaceResult = { kind: 'refused', detail: 'HTTP 404: a gateway lost its way' };
  const TAKEN: PlaceResult = {
    kind: 'mismatch',
    upstreamIds: [],
    detail: 'taken by an order that was not found',
  };
  test.each([
    ['SIMTIMEOUTAFTER', REFUSED, 'dead', 'issued', 409],
    ['SIMERR500', REFUSED, 'dead', 'cancelled', 200],
    ['SIMTIMEOUTAFTER', TAKEN, 'quarantined', 'issued', 409],
    ['SIMERR500', TAKEN, 'quarantined', 'cancelled', 200],
  ] as const)(
    'after %s, an answer such as %o is no proof: it is %s, a cancel looks first, and the reward ends as %s',
    async (word, placed, rests, ends, status) => {
      const before = await goodturn.budget();
      const [reward] = await goodturn.earn();
      if (!reward) throw new Error('nothing earned');
      await goodturn.control('fault', { word, times: 1 });
      await deps.worker.settle();
      said.place = placed;
      await goodturn.pass(MINUTE_MS);
      delete said.place;
      expect(await goodturn.orderOf(reward)).toMatchObject({ status: rests, dueAt: null });
      expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'failed', reason: `order_${rests}` });
      expect((await goodturn.budget()).reserved).toBe((before.reserved ?? 0) + 1500);
      expect(goodturn.alerts.at(-1)?.kind).toBe(`order_${rests}`);
      clock.now += 10 * MINUTE_MS;
      expect((await act('cancel', reward)).status).toBe(status);
      await goodturn.pass(MINUTE_MS);
      expect(await goodturn.rewardNow(reward)).toMatchObject({ status: ends });
    },
  );

  test('looks first too where an older version took such a refusal for proof', async () => {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    await goodturn.control('fault', { word: 'SIMTIMEOUTAFTER', times: 1 });
    await deps.worker.settle();
    const { id } = await goodturn.orderOf(reward);
    await store.write('settle-order', async ({ orders, rewards }) => {
      const lease = { claimed: 'shared', deaths: 0, loneDeaths: 0, leaseUntil: clock.now + 1 } as const;
      const attempt = { orderId: id, number: 2, worker: 'older', startedAt: clock.now, endedAt: null };
      await orders.start(attempt, lease);
      await orders.settle(id, 2, { status: 'refused', dueAt: null, tries: 1 }, clock.now);
      await rewards.move(reward.id, 'failed', 'order_refused');
    });
    clock.now += 10 * MINUTE_MS;
    expect((await act('cancel', reward)).status).toBe(409);
    await goodturn.pass(MINUTE_MS);
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'issued' });
  });

  test('ends a quarantined one whose number is another order’s: operators were told to look at that', async () => {
    const before = await goodturn.budget();
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    said.place = said.find = { kind: 'mismatch', upstreamIds: ['1'], detail: 'another value' };
    await deps.worker.settle();
    delete said.place;
    clock.now += 10 * MINUTE_MS;
    expect((await act('cancel', reward)).status).toBe(200);
    delete said.find;
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled', dueAt: null });
    expect(await goodturn.budget()).toEqual(before);
  });
});
