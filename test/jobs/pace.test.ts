import { describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../server/domain/clock.ts';
import type { ClaimedOrder } from '../../server/domain/order/claim-orders.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { giftCardsThat, workerOn } from './worker-on.ts';

const ORDERS = 12;
const RATE = 5;
const CONCURRENCY = 2;

describe.each(DIALECTS)('the pace of an account on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;

  test('holds over two workers: five a second, two at once, none before its turn', async () => {
    await goodturn.earn(ORDERS);
    const turns = new Map<string, number>();
    let running = 0;
    let most = 0;
    const parts = {
      settings: { ratePerSecond: RATE, concurrency: CONCURRENCY },
      // Time goes on by waiting alone: whoever waits for a turn moves the clock there.
      async pause(ms: number) {
        clock.now += ms;
      },
      onClaim(claimed: ClaimedOrder[]) {
        for (const { order, sendAt } of claimed) turns.set(order.poNumber, sendAt);
      },
      giftCards: giftCardsThat(deps, (place) => async (account, intent) => {
        expect(clock.now).toBeGreaterThanOrEqual(turns.get(intent.poNumber) ?? Number.POSITIVE_INFINITY);
        running += 1;
        most = Math.max(most, running);
        const result = await place(account, intent);
        running -= 1;
        return result;
      }),
    };
    const workers = [workerOn(deps, 'one', parts), workerOn(deps, 'two', parts)];
    await Promise.all(workers.map((worker) => worker.settle()));

    expect(await goodturn.upstreamOrders()).toHaveLength(ORDERS);
    expect(most).toBeLessThanOrEqual(CONCURRENCY);
    const sendTimes = [...turns.values()].toSorted((a, b) => a - b);
    expect(sendTimes).toHaveLength(ORDERS);
    const gaps = sendTimes.slice(1).map((at, index) => at - (sendTimes[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND_MS / RATE);
  });
});
