import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import { buryReward } from '../../server/domain/order/bury-reward.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { startOrdering } from '../jobs/ordering.ts';
import { DIALECTS } from '../support/databases.ts';

describe.each(DIALECTS)('orders that wait for a person, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;
  const startAt = clock.now;
  const read = async (path: string) => (await goodturn.get(path)).json();
  const idsOf = async (query: string) =>
    ((await read(`/v1/orders?${query}`)).data as { id: string }[]).map(({ id }) => id);

  async function setAside(count: number): Promise<{ reward: Reward; orderId: string }[]> {
    const rewards = await goodturn.earn(count);
    return Promise.all(
      rewards.map(async (reward) => {
        const order = await goodturn.orderOf(reward);
        await deps.store.write('claim-orders', async (rows) => {
          await rows.orders.bury(order.id, order.attempts, clock.now);
          await buryReward(rows, deps, order, clock.now);
        });
        return { reward, orderId: order.id };
      }),
    );
  }

  const [done] = await goodturn.earn(1);
  if (!done) throw new Error('nothing earned');
  await deps.worker.settle();
  clock.now += DAY_MS;
  const dead = await setAside(3);
  const deadIds = dead.map(({ orderId }) => orderId);

  test('are found and counted by status, program, person and time', async () => {
    expect((await idsOf('status=dead')).toSorted()).toEqual(deadIds.toSorted());
    expect(await read('/v1/orders/counts')).toEqual({ total: 4, counts: { completed: 1, dead: 3 } });
    const noon = new Date(startAt + DAY_MS / 2).toISOString();
    expect(await idsOf(`createdTo=${noon}`)).toEqual([(await goodturn.orderOf(done)).id]);
    expect(await read(`/v1/orders/counts?createdFrom=${noon}`)).toEqual({ total: 3, counts: { dead: 3 } });
    expect(await idsOf('programId=nobodys')).toEqual([]);
    const { participantId } = await goodturn.rewardNow(done);
    expect(await idsOf(`participantId=${participantId}&programId=friends`)).toHaveLength(1);
    const page = await read('/v1/orders?status=dead&limit=2');
    expect(await idsOf(`status=dead&cursor=${page.nextCursor}`)).toHaveLength(1);
    expect(await read('/v1/rewards/counts?programId=friends')).toEqual({
      total: 4,
      counts: { failed: 3, issued: 1 },
    });
    expect((await goodturn.get('/v1/orders?createdFrom=yesterday')).status).toBe(400);
    expect((await goodturn.get('/v1/orders?status=lost')).status).toBe(400);
  });

  test('go again in bulk under their own numbers, each answered by itself', async () => {
    const [first = ''] = deadIds;
    const completed = (await goodturn.orderOf(done)).id;
    const answer = await goodturn.post('/v1/orders/retry', {
      ids: [first, completed, 'ord_none', first],
      reason: 'The worker is mended',
    });
    expect(answer.status).toBe(200);
    const { data } = await answer.json();
    expect(data.map(({ id, status }: { id: string; status: number }) => [id, status])).toEqual([
      [first, 200],
      [completed, 409],
      ['ord_none', 404],
      [first, 200],
    ]);
    const rest = await goodturn.post('/v1/orders/retry', {
      filter: { status: 'dead', programId: 'friends' },
      reason: 'The worker is mended',
    });
    expect((await rest.json()).data).toHaveLength(2);
    clock.now += MINUTE_MS;
    await deps.worker.settle();
    expect(await read('/v1/orders/counts')).toEqual({ total: 4, counts: { completed: 4 } });
    expect([...(await goodturn.creates()).values()]).toEqual([1, 1, 1, 1]);
  });

  test('are named either one by one or by a filter', async () => {
    for (const body of [
      { reason: 'x' },
      { ids: ['a'], filter: { status: 'dead' }, reason: 'x' },
      { ids: [], reason: 'x' },
    ]) {
      expect((await goodturn.post('/v1/orders/retry', body)).status).toBe(400);
    }
    const many = { ids: Array.from({ length: 1001 }, (_, at) => `ord_${at}`), reason: 'x' };
    expect((await goodturn.post('/v1/orders/retry', many)).status).toBe(400);
  });

  test('gift cards that nobody has opened are listed for reminding', async () => {
    const query = `unopenedSince=${new Date(startAt + MINUTE_MS).toISOString()}`;
    expect((await read(`/v1/rewards?${query}`)).data).toMatchObject([{ id: done.id, status: 'issued' }]);
    expect(await read(`/v1/rewards/counts?${query}`)).toEqual({ total: 1, counts: { issued: 1 } });
    const now = new Date(clock.now).toISOString();
    expect((await read(`/v1/rewards/counts?unopenedSince=${now}`)).total).toBe(4);
    await deps.store.write('reveal-claim', (rows) => rows.rewards.move(done.id, 'opened', 'claim_revealed'));
    expect((await read(`/v1/rewards?${query}`)).data).toEqual([]);
  });
});
