import { describe, expect, test } from 'vitest';
import { apiAt, linksOrder } from '../sandbox/harness.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';

describe.each(DIALECTS)('a number that the upstream knows with other content, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const [reward] = await goodturn.earn();
  if (!reward) throw new Error('nothing earned');
  const { id, poNumber } = await goodturn.orderOf(reward);
  const stranger = await (await apiAt(goodturn.sandboxUrl)).accepted(linksOrder(poNumber));
  await goodturn.deps.worker.settle();

  test('is quarantined: nothing is adopted, nothing is shown, the budget stays reserved', async () => {
    expect(await goodturn.orderOf(reward)).toMatchObject({
      status: 'quarantined',
      dueAt: null,
      upstreamId: null,
      cost: null,
    });
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'failed', reason: 'order_quarantined' });
    expect(await goodturn.deps.store.read.claims.ofReward(reward.id)).toBeUndefined();
    expect(await goodturn.budget()).toEqual({ reserved: 1500, spent: 0 });
  });

  test('is told to operators once, with the ids of both records', async () => {
    expect(goodturn.alerts).toHaveLength(1);
    expect(goodturn.alerts[0]).toMatchObject({
      kind: 'order_quarantined',
      data: { orderId: id, rewardId: reward.id, poNumber, strangers: stranger.Id },
    });
    expect(JSON.stringify(goodturn.alerts)).not.toContain('/claim/');
  });

  test('mints no new number, now or later, and cannot be sent again', async () => {
    await goodturn.pass(7 * 86_400_000);
    const retried = await goodturn.post(`/v1/rewards/${reward.id}/retry`, { reason: 'please' });
    expect(retried.status).toBe(409);
    expect(await goodturn.upstreamOrders()).toHaveLength(1);
    expect((await goodturn.creates()).get(poNumber)).toBe(2);
  });
});
