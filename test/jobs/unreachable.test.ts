import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { madeAtOnce, waitingOrders } from './waiting-orders.ts';
import { giftCardsThat, workerOn } from './worker-on.ts';

const RATE = 20;
const CONCURRENCY = 4;
const OUTAGE_MS = 5 * MINUTE_MS;

// PostgreSQL answers each statement over a socket, so fewer orders say the same there.
const COUNTS = { sqlite: 5000, postgres: 400 };

describe.each(DIALECTS)('an upstream that is down for five minutes, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;
  const [reward] = await goodturn.earn();
  if (!reward) throw new Error('nothing earned');
  const orders = COUNTS[dialect];
  await waitingOrders(deps, reward.id, orders - 1);
  const downUntil = clock.now + OUTAGE_MS;
  const calls: number[] = [];
  const turns: number[] = [];
  const worker = (name: string) =>
    workerOn(deps, name, {
      settings: { ratePerSecond: RATE, concurrency: CONCURRENCY },
      // Time goes on by waiting alone: whoever waits for a turn moves the clock there.
      async pause(ms) {
        clock.now += ms;
      },
      onClaim: (claimed) => turns.push(...claimed.map(({ sendAt }) => sendAt)),
      giftCards: giftCardsThat(deps, () => async (_account, intent) => {
        calls.push(clock.now);
        if (clock.now >= downUntil) return madeAtOnce(intent);
        return { kind: 'unknown', detail: 'ECONNREFUSED', retryAfterMs: null };
      }),
    });
  const workers = [worker('one'), worker('two')];
  const settle = () => Promise.all(workers.map((each) => each.settle()));
  const account = () => deps.store.read.accounts.find(INSTALLATION_ACCOUNT);

  test('is tried by one order in ten seconds over all processes, and what waits burns no attempts', async () => {
    await settle();
    const beforeOpen = calls.length;
    expect(beforeOpen).toBeLessThanOrEqual(5 + 2 * CONCURRENCY);
    expect((await account())?.unreachableAt).not.toBeNull();
    while (clock.now < downUntil - SECOND_MS) {
      clock.now += SECOND_MS;
      await settle();
    }
    const tries = calls.slice(beforeOpen);
    expect(tries.length).toBeGreaterThanOrEqual(OUTAGE_MS / (10 * SECOND_MS) - 3);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10 * SECOND_MS);
    const attempts = await deps.store.read.orders.counts({ siteId: 'acme' });
    expect(attempts.find(({ status }) => status === 'queued')?.count).toBeGreaterThanOrEqual(
      orders - calls.length,
    );
  });

  test('is told of once, in an alert, the audit and the metrics', async () => {
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['account_unreachable']);
    expect(await deps.metrics.registry.metrics()).toContain(
      'account_state{account="installation",state="unreachable"} 1',
    );
  });

  test('gets everything within ten minutes after it is back, at the configured pace, each order once', {
    timeout: 300_000,
  }, async () => {
    const before = calls.length;
    const backAt = downUntil;
    while (clock.now < backAt + 10 * MINUTE_MS) {
      clock.now += SECOND_MS;
      await settle();
      const left = await deps.store.read.orders.counts({ siteId: 'acme' });
      if (left.every(({ status }) => status === 'completed')) break;
    }
    const counts = await deps.store.read.orders.counts({ siteId: 'acme' });
    expect(counts).toEqual([{ status: 'completed', count: orders }]);
    expect(clock.now - backAt).toBeLessThanOrEqual(10 * MINUTE_MS);
    expect(calls.slice(before)).toHaveLength(orders);
    const sendTimes = turns.toSorted((one, other) => one - other);
    const gaps = sendTimes.slice(1).map((at, index) => at - (sendTimes[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND_MS / RATE);
    expect(await account()).toMatchObject({ unreachableAt: null, failures: 0, state: 'open' });
    expect(goodturn.alerts).toHaveLength(1);
  });
});
