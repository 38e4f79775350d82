import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import type { PlaceResult } from '../../server/domain/order/gift-cards.ts';
import { topUpByOperator } from '../../server/domain/order/top-up.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type Ordering, startOrdering } from './ordering.ts';
import { madeAtOnce, waitingOrders } from './waiting-orders.ts';
import { giftCardsThat, workerOn } from './worker-on.ts';

const SEED = 20_261_126;
const BAD = 12;

/** An account that many orders of one product wait for, of which the upstream only ever says this. */
async function withBadProduct(dialect: (typeof DIALECTS)[number], answer: PlaceResult) {
  const goodturn: Ordering = await startOrdering(dialect, { overrides: { random: seededRandom(SEED) } });
  const { deps, clock } = goodturn;
  const worker = workerOn(deps, 'one', {
    settings: { ratePerSecond: 5, concurrency: 2 },
    async pause(ms) {
      clock.now += ms;
    },
    giftCards: giftCardsThat(
      deps,
      () => async (_account, intent) => (intent.productId === 'BAD' ? answer : madeAtOnce(intent)),
    ),
  });
  /** How long another order waits (ms). */
  async function waitOf(reward: Reward, stepMs: number): Promise<number> {
    const from = clock.now;
    for (let step = 0; step < 1000; step += 1) {
      await worker.settle();
      if ((await goodturn.orderOf(reward)).status === 'completed') return clock.now - from;
      clock.now += stepMs;
    }
    throw new Error('an order of another product never had its turn');
  }
  async function earn(): Promise<Reward> {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    return reward;
  }
  const first = await earn();
  await worker.settle();
  await waitingOrders(deps, first.id, BAD, { productId: 'BAD' });
  return { ...goodturn, worker, waitOf, earn };
}

describe.each(DIALECTS)(`a product that is never answered, on %s (seed ${SEED})`, async (dialect) => {
  const { clock, worker, waitOf, earn, deps } = await withBadProduct(dialect, {
    kind: 'unknown',
    detail: 'HTTP 504',
    retryAfterMs: null,
  });

  test('keeps no other waiting as if the account were down: the next tries take another product', async () => {
    for (let step = 0; step < 20; step += 1) {
      clock.now += 10 * SECOND_MS;
      await worker.settle();
    }
    expect(await deps.store.read.accounts.find('installation')).not.toMatchObject({ unreachableAt: null });
    // In their turn the others would be tried first, one in ten seconds.
    for (let good = 0; good < 3; good += 1) {
      expect(await waitOf(await earn(), 5 * SECOND_MS)).toBeLessThanOrEqual(MINUTE_MS);
      clock.now += MINUTE_MS;
      await worker.settle();
    }
  });
});

describe.each(DIALECTS)(`a product that is never paid for, on %s (seed ${SEED})`, async (dialect) => {
  const { clock, worker, waitOf, earn, alerts, deps } = await withBadProduct(dialect, {
    kind: 'no_funds',
    detail: 'HTTP 422',
  });

  test('keeps no other waiting as if the account were empty, and parks it once for each of its orders at most', async () => {
    // Nobody else orders: each is tried, a minute after the other.
    for (let minute = 0; minute < BAD + 5; minute += 1) {
      clock.now += MINUTE_MS;
      await worker.settle();
    }
    const waits: number[] = [];
    for (let good = 0; good < 8; good += 1) {
      waits.push(await waitOf(await earn(), 20 * SECOND_MS));
      clock.now += MINUTE_MS;
      await worker.settle();
    }
    // In their turn the others would be tried first, one a minute.
    expect(waits[0]).toBeLessThanOrEqual(5 * MINUTE_MS);
    // From then on the account is known to have funds.
    expect(waits.slice(1).filter((ms) => ms > MINUTE_MS)).toEqual([]);
    expect(alerts.map(({ kind }) => kind)).toEqual(['account_parked']);
    expect(await deps.store.read.accounts.find('installation')).toMatchObject({ state: 'open' });
  });

  test('is tried more seldom with each refusal, and at once when a top-up is told', async () => {
    const waits = async () => {
      const filter = { siteId: 'acme', status: 'queued' as const, before: null, limit: 2 * BAD };
      const orders = await deps.store.read.orders.list(filter);
      return orders.map(({ dueAt }) => Math.max(0, (dueAt ?? 0) - clock.now));
    };
    for (let step = 0; step < 7; step += 1) {
      await worker.settle();
      clock.now += Math.max(...(await waits()));
    }
    await worker.settle();
    const longest = await waits();
    expect(longest).toHaveLength(BAD);
    expect(Math.max(...longest)).toBeGreaterThan(25 * MINUTE_MS);
    expect(Math.max(...longest)).toBeLessThanOrEqual(30 * MINUTE_MS);
    const amount = { amount: 100_000, currency: 'USD' };
    const told = { topUpId: 'top-up-1', amount, reason: 'paid in' };
    await topUpByOperator(deps, { accountId: 'installation', request: told, actor: 'cli' });
    expect(await waits()).toEqual(Array(BAD).fill(0));
  });
});
