import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import { INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';

describe.each(DIALECTS)('a gift card that became dearer since the decision, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;
  const { store } = deps;

  async function catalogueSays(cost: { fee: number; discountBasisPoints: number } | null): Promise<void> {
    const costs = cost ? [{ productId: 'CVS', ...cost }] : [];
    await store.write('keep-catalogue', (rows) => rows.catalogues.putCosts(INSTALLATION_ACCOUNT, costs));
  }
  async function earnOne(): Promise<Reward> {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    return reward;
  }
  const act = (what: string, { id }: Reward) =>
    goodturn.post(`/v1/rewards/${id}/${what}`, { reason: 'checked with finance' });
  const made = async (poNumber: string) =>
    (await goodturn.upstreamOrders()).filter(({ PONumber }) => PONumber === poNumber).length;

  test('is not ordered above the agreed cost: its order is parked for a person, once told', async () => {
    await catalogueSays({ fee: 50, discountBasisPoints: 500 });
    const before = await goodturn.budget();
    const reward = await earnOne();
    await catalogueSays({ fee: 51, discountBasisPoints: 500 });
    await deps.worker.settle();
    const order = await goodturn.orderOf(reward);
    expect(order).toMatchObject({ status: 'parked', agreedCost: 1475, askedCost: 1476, dueAt: null });
    expect(order.lastError).toBe(
      'The gift card costs $14.76 now; $14.75 was agreed. A retry accepts the new cost.',
    );
    expect(await made(order.poNumber)).toBe(0);
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'failed', reason: 'order_cost_higher' });
    expect(await goodturn.budget()).toEqual({ ...before, reserved: (before.reserved ?? 0) + 1500 });
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['order_cost_higher']);
    const shown = await (await goodturn.get(`/v1/orders/${order.id}`)).json();
    expect(shown).toMatchObject({ askedCost: { amount: 1476, currency: 'USD' }, cost: null });

    // Dearer still by the time that the person accepts what they read: it is parked again.
    await catalogueSays({ fee: 60, discountBasisPoints: 500 });
    expect((await act('retry', reward)).status).toBe(200);
    clock.now += 2 * MINUTE_MS;
    await deps.worker.settle();
    expect(await goodturn.orderOf(reward)).toMatchObject({
      status: 'parked',
      agreedCost: 1476,
      askedCost: 1485,
    });

    await act('retry', reward);
    clock.now += 2 * MINUTE_MS;
    await deps.worker.settle();
    const ordered = await goodturn.orderOf(reward);
    expect(ordered).toMatchObject({ status: 'completed', poNumber: order.poNumber, agreedCost: 1485 });
    expect(await made(order.poNumber)).toBe(1);
    // The sandbox charges the whole face value, whatever its catalogue is made to say here.
    expect(goodturn.alerts.at(-1)?.kind).toBe('order_overcharged');
  });

  test('is given up when the person cancels, and its budget is free again', async () => {
    await catalogueSays({ fee: 0, discountBasisPoints: 0 });
    const before = await goodturn.budget();
    const reward = await earnOne();
    await catalogueSays({ fee: 1, discountBasisPoints: 0 });
    await deps.worker.settle();
    expect((await act('cancel', reward)).status).toBe(200);
    expect((await goodturn.orderOf(reward)).status).toBe('cancelled');
    expect(await goodturn.budget()).toEqual(before);
  });

  test('is adopted where a lost reply had made it already, and parked on proof that it had not', async () => {
    for (const [word, status] of [
      ['SIMTIMEOUTAFTER', 'completed'],
      ['SIMERR500', 'parked'],
    ] as const) {
      await catalogueSays({ fee: 0, discountBasisPoints: 0 });
      const reward = await earnOne();
      await goodturn.control('fault', { word, times: 1 });
      await deps.worker.settle();
      expect((await goodturn.orderOf(reward)).status).toBe('unknown');
      await catalogueSays({ fee: 10, discountBasisPoints: 0 });
      const order = await goodturn.untilOrderRests(reward);
      expect(order.status, word).toBe(status);
      expect(await made(order.poNumber)).toBe(status === 'completed' ? 1 : 0);
    }
  });

  test('agrees to the first cost that is known, where none was at the decision, and to no more', async () => {
    await catalogueSays(null);
    const reward = await earnOne();
    expect((await goodturn.orderOf(reward)).agreedCost).toBeNull();
    await catalogueSays({ fee: 5, discountBasisPoints: 0 });
    await goodturn.control('fault', { word: 'SIMERR500', times: 1 });
    await deps.worker.settle();
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', agreedCost: 1505 });
    await catalogueSays({ fee: 6, discountBasisPoints: 0 });
    const order = await goodturn.untilOrderRests(reward);
    expect(order).toMatchObject({ status: 'parked', agreedCost: 1505, askedCost: 1506 });
  });

  test('is ordered where no cost is known at all', async () => {
    await catalogueSays(null);
    const reward = await earnOne();
    await goodturn.pass(MINUTE_MS);
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed', agreedCost: null });
  });
});
