import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { type ClaimedOrder, claimOrders } from '../../server/domain/order/claim-orders.ts';
import { lookInTurns } from '../../server/domain/order/look-turns.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { until } from './worker-on.ts';

const LOOKS = 30;
const PACE = { ratePerSecond: 5, concurrency: 2, leaseMs: 30_000 };
const EVERY_MS = SECOND_MS / PACE.ratePerSecond;
const ACCOUNT = 'installation';

describe.each(DIALECTS)('many who only look at an account, on %s', async (dialect) => {
  const { deps, clock, earn } = await startOrdering(dialect);
  const { store } = deps;

  /** Those who wait; time goes on when the test says so. */
  let waiting: { at: number; go: () => void }[] = [];
  const pause = (ms: number) => new Promise<void>((go) => void waiting.push({ at: clock.now + ms, go }));
  const looked: number[] = [];
  const look = async () => {
    looked.push(clock.now);
    return { kind: 'absent' };
  };

  /** Goes on to the next moment at which anybody waits for something, and on until all wait again. */
  async function goOn(): Promise<void> {
    clock.now = Math.min(...waiting.map(({ at }) => at), ...sends.map(({ sendAt }) => sendAt));
    const due = waiting.filter(({ at }) => at <= clock.now);
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { go } of due) go();
    await until(() => waiting.length + looked.length === LOOKS);
  }

  let sends: ClaimedOrder[] = [];
  const sentAt: number[] = [];
  /** Sends what has its turn, which takes no time, and claims as much as a worker does. */
  async function work(): Promise<void> {
    const ended = sends.filter(({ sendAt }) => sendAt <= clock.now);
    sentAt.push(...ended.map(({ sendAt }) => sendAt));
    sends = sends.filter((each) => !ended.includes(each));
    await store.write('claim-orders', async (rows) => {
      for (const { order, number } of ended) await rows.orders.giveBack(order, number, clock.now);
      const { concurrency, leaseMs } = PACE;
      const request = { accountId: ACCOUNT, worker: 'one', now: clock.now, everyMs: EVERY_MS };
      const { claimed } = await claimOrders(rows, {
        ...request,
        ...{ concurrency, leaseMs, suspects: false, random: deps.random },
      });
      sends.push(...claimed);
    });
  }

  test('leave its orders about every other turn, and all get theirs before their patience ends', async () => {
    await earn(4);
    const startedAt = clock.now;
    const account = { id: ACCOUNT, url: '', email: '', token: '' };
    const latest = clock.now + MINUTE_MS;
    const parts = { ...PACE, store, clock: () => clock.now, pause };
    const looks = Array.from({ length: LOOKS }, () => lookInTurns(parts, account, latest, look));
    await until(() => waiting.length + looked.length === LOOKS);
    while (looked.length < LOOKS) {
      await work();
      await goOn();
    }
    expect(await Promise.all(looks)).toEqual(Array(LOOKS).fill({ kind: 'absent' }));
    const lastAt = Math.max(...looked);
    const orders = sentAt.filter((at) => at <= lastAt);
    expect(orders.length).toBeGreaterThan(LOOKS * 0.6);
    const gaps = orders.slice(1).map((at, index) => at - (orders[index] ?? startedAt));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5 * EVERY_MS);
    expect(lastAt - startedAt).toBeLessThanOrEqual((LOOKS + orders.length) * EVERY_MS);
  });
});
