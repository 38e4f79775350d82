import { describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../server/domain/clock.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { giftCardsThat, workerOn } from './worker-on.ts';

const ORDERS = 12;
const RATE = 5;
const CONCURRENCY = 2;

describe.each(DIALECTS)('the pace of an account on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;

  test('holds over two workers: five a second, two at once, in the order of their turns', async () => {
    await goodturn.earn(ORDERS);
    const startedAt: number[] = [];
    let running = 0;
    let most = 0;
    const parts = {
      settings: { ratePerSecond: RATE, concurrency: CONCURRENCY },
      // Time goes on by waiting alone: whoever waits for a turn moves the clock there.
      async pause(ms: number) {
        clock.now += ms;
      },
      giftCards: giftCardsThat(deps, (place) => async (account, intent) => {
        startedAt.push(clock.now);
        running += 1;
        most = Math.max(most, running);
        const result = await place(account, intent);
        running -= 1;
        return result;
      }),
    };
    const workers = [workerOn(deps, 'one', parts), workerOn(deps, 'two', parts)];
    await Promise.all(workers.map((worker) => worker.settle()));
    await workers[0]?.settle();

    expect(startedAt).toHaveLength(ORDERS);
    expect(most).toBeLessThanOrEqual(CONCURRENCY);
    const attempts = await sendTimes();
    const gaps = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND_MS / RATE);
    expect(await goodturn.upstreamOrders()).toHaveLength(ORDERS);
  });

  /** The turns that were handed out, ascending. */
  async function sendTimes(): Promise<number[]> {
    const calls = await goodturn.requests();
    expect(calls.filter(({ Method, Path }) => Method === 'POST' && Path === '/v1/Orders')).toHaveLength(ORDERS);
    const account = await deps.store.read.accounts.find('installation');
    const last = (account?.nextSendAt ?? 0) - SECOND_MS / RATE;
    return Array.from({ length: ORDERS }, (_, turn) => last - (ORDERS - 1 - turn) * (SECOND_MS / RATE));
  }
});
