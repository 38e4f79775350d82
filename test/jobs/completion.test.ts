import { describe, expect, test } from 'vitest';
import { DAY_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { tellStuck } from '../../server/domain/order/tell-stuck.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Ordering, startOrdering } from './ordering.ts';

const FINISHED = ['earned', 'approved', 'ordering', 'issued'];

/** One reward whose order the upstream takes and finishes later. */
async function earnSlowly(goodturn: Ordering, word = 'SIMSLOW'): Promise<Reward> {
  await goodturn.control('fault', { word, times: 1 });
  return earnOne(goodturn);
}

async function earnOne(goodturn: Ordering): Promise<Reward> {
  const [reward] = await goodturn.earn();
  if (!reward) throw new Error('nothing earned');
  return reward;
}

async function looksAt(goodturn: Ordering, upstreamId: string | null): Promise<number> {
  const calls = await goodturn.requests();
  return calls.filter(({ Method, Path }) => Method === 'GET' && Path === `/v1/Orders/${upstreamId}`).length;
}

describe.each(DIALECTS)('an order that the upstream finishes later, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { worker } = goodturn.deps;

  test('completes by polling alone', async () => {
    const reward = await earnSlowly(goodturn);
    await worker.settle();
    expect((await goodturn.orderOf(reward)).status).toBe('pending');
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'ordering', reason: 'order_delayed' });
    await goodturn.control('advance', { seconds: 10 });
    expect((await goodturn.untilOrderRests(reward)).status).toBe('completed');
    expect(await goodturn.history(reward)).toEqual(FINISHED);
  });

  test('completes at once by a hook, when its last look was five seconds ago', async () => {
    const reward = await earnSlowly(goodturn);
    await worker.settle();
    for (const seconds of [2, 5, 15]) await goodturn.pass(seconds * SECOND_MS);
    const waiting = await goodturn.orderOf(reward);
    expect(waiting.status).toBe('pending');
    await goodturn.control('advance', { seconds: 30 });
    goodturn.clock.now += 6 * SECOND_MS;
    expect(await goodturn.hint(waiting)).toBe(204);
    await worker.settle();
    expect((await goodturn.orderOf(reward)).status).toBe('completed');
  });

  test('stays with the upstream and is an alarm after a day, when it never ends', async () => {
    const reward = await earnSlowly(goodturn, 'SIMSTUCK');
    await worker.settle();
    for (let hour = 0; hour < 50; hour += 1) {
      await goodturn.pass(DAY_MS / 24);
      await tellStuck(goodturn.deps);
    }
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'pending' });
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'ordering' });
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['order_stuck', 'order_stuck']);
    goodturn.alerts.length = 0;
  });

  test('that the upstream gives up is failed, with the budget still reserved', async () => {
    const before = await goodturn.budget();
    const reward = await earnSlowly(goodturn, 'SIMFAILED');
    await worker.settle();
    await goodturn.control('advance', { seconds: 30 });
    expect((await goodturn.untilOrderRests(reward)).status).toBe('failed');
    expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'failed', reason: 'order_failed' });
    expect(await goodturn.budget()).toEqual({ ...before, reserved: (before.reserved ?? 0) + 1500 });
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['order_failed']);
    goodturn.alerts.length = 0;
  });

  test('with fewer links than cards is not taken for complete', async () => {
    await goodturn.control('fault', { word: 'SIMPARTIAL', times: 1 });
    const reward = await earnOne(goodturn);
    await worker.settle();
    await goodturn.pass(60 * SECOND_MS);
    expect((await goodturn.orderOf(reward)).status).toBe('pending');
    expect((await goodturn.rewardNow(reward)).status).toBe('ordering');
  });

  test.each(['pascal', 'camel'])('is read in %s case', async (casing) => {
    await goodturn.control('settings', { casing });
    const reward = await earnSlowly(goodturn);
    await worker.settle();
    await goodturn.control('advance', { seconds: 10 });
    const order = await goodturn.untilOrderRests(reward);
    expect(order).toMatchObject({ status: 'completed', cost: 1500 });
    const claim = await goodturn.deps.store.read.claims.ofReward(reward.id);
    expect(claim?.sealedLink).toBeTruthy();
    expect(claim?.sealedAnswer).toBeTruthy();
    await goodturn.control('settings', { casing: 'pascal' });
  });
});

describe.each(DIALECTS)('an order without an answer on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);

  test('stays unknown: the recipient sees it ordering, the budget is reserved, the number never changes', async () => {
    await goodturn.control('fault', { word: 'SIMERR500', times: 12 });
    const reward = await earnOne(goodturn);
    const { poNumber } = await goodturn.orderOf(reward);
    for (let hour = 0; hour < 12; hour += 1) {
      await goodturn.pass(60 * 60 * SECOND_MS);
      expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', poNumber });
    }
    expect((await goodturn.rewardNow(reward)).status).toBe('ordering');
    expect(await goodturn.budget()).toEqual({ reserved: 1500, spent: 0 });
    await goodturn.pass(60 * 60 * SECOND_MS);
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed', poNumber });
    expect(await goodturn.creates()).toEqual(new Map([[poNumber, 13]]));
    expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 1500 });
  });
});

describe.each(DIALECTS)('hooks that nobody can trust, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { worker } = goodturn.deps;

  test('of a wrong or borrowed address are a 404 and change nothing', async () => {
    const [mine, other] = [await earnSlowly(goodturn, 'SIMSTUCK'), await earnSlowly(goodturn, 'SIMSTUCK')];
    await worker.settle();
    const order = await goodturn.orderOf(mine);
    const calls = (await goodturn.requests()).length;
    const foreign = goodturn.macOf((await goodturn.orderOf(other)).id);
    for (const mac of [
      foreign,
      'x',
      `${goodturn.macOf(order.id)}x`,
      goodturn.macOf(order.id).toLowerCase(),
    ]) {
      expect(await goodturn.hint(order, mac)).toBe(404);
    }
    expect(await goodturn.hint({ id: 'ord_unknown' }, goodturn.macOf(order.id))).toBe(404);
    await worker.settle();
    expect(await goodturn.orderOf(mine)).toEqual(order);
    expect(await goodturn.requests()).toHaveLength(calls);
  });

  test('of an order that does not exist or has long ended are heard and change nothing', async () => {
    expect(await goodturn.hint({ id: 'ord_unknown' })).toBe(204);
    const reward = await earnOne(goodturn);
    await worker.settle();
    const done = await goodturn.orderOf(reward);
    expect(done.status).toBe('completed');
    goodturn.clock.now += 60 * SECOND_MS;
    expect(await goodturn.hint(done)).toBe(204);
    await worker.settle();
    expect(await goodturn.orderOf(reward)).toEqual(done);
    expect(await looksAt(goodturn, done.upstreamId)).toBe(0);
  });

  test('that lie about completion only cause a look, and a flood of them one look in five seconds', async () => {
    const reward = await earnSlowly(goodturn, 'SIMSTUCK');
    await worker.settle();
    const { upstreamId } = await goodturn.orderOf(reward);
    const seenAt: number[] = [];
    for (let tenth = 0; tenth < 600; tenth += 1) {
      goodturn.clock.now += SECOND_MS / 10;
      expect(await goodturn.hint(await goodturn.orderOf(reward))).toBe(204);
      const order = await goodturn.orderOf(reward);
      if (order.dueAt === null || order.dueAt > goodturn.clock.now) continue;
      const looks = await looksAt(goodturn, upstreamId);
      await worker.settle();
      if ((await looksAt(goodturn, upstreamId)) > looks) seenAt.push(goodturn.clock.now);
    }
    expect(await looksAt(goodturn, upstreamId)).toBe(seenAt.length);
    const gaps = seenAt.slice(1).map((at, index) => at - (seenAt[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5 * SECOND_MS);
    expect(seenAt.length).toBeGreaterThanOrEqual(10);
    expect((await goodturn.orderOf(reward)).status).toBe('pending');
  });
});
