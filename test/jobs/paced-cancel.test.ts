import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { buryReward } from '../../server/domain/order/bury-reward.ts';
import { claimOrders } from '../../server/domain/order/claim-orders.ts';
import type { FindResult, GiftCards } from '../../server/domain/order/gift-cards.ts';
import { ASK_FOR_MS } from '../../server/domain/order/look-upstream.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { realGiftCards } from './worker-on.ts';

const ORDERS = 24;
const RATE = 2;
/** As many as have their turn before a request has waited long enough. */
const ASKED_AT_ONCE = (ASK_FOR_MS / SECOND_MS) * RATE + 1;

const UNSURE: FindResult = { kind: 'unknown', detail: 'No turn.', retryAfterMs: null, isAlive: true };

describe.each(DIALECTS)('cancelling many rewards whose orders were set aside, on %s', async (dialect) => {
  const asked: number[] = [];
  let answer: FindResult = { kind: 'absent' };
  /** Requests that one look takes. */
  let pages = 1;
  const giftCards: GiftCards = {
    ...realGiftCards({ clock: Date.now }),
    async find(account) {
      for (let more = pages; more > 0; more -= 1) {
        if (!(await account.nextTurn())) return UNSURE;
        asked.push(goodturn.clock.now);
      }
      return answer;
    },
  };
  const goodturn = await startOrdering(dialect, {
    env: { GIFT_CARD_API_RATE: String(RATE) },
    overrides: {
      giftCards,
      // Time goes on by waiting alone.
      async pause(ms) {
        goodturn.clock.now += ms;
      },
    },
  });
  const { deps, clock } = goodturn;

  /** Rewards whose orders were in the hands of a worker that died of them. */
  async function setAside(count: number): Promise<string[]> {
    const rewards = await goodturn.earn(count);
    const over = clock.now + 2 * MINUTE_MS;
    await deps.store.write('claim-orders', async (rows) => {
      const request = { accountId: 'installation', worker: 'dead', now: clock.now, leaseMs: MINUTE_MS };
      const pace = { concurrency: count, everyMs: 1, suspects: false, random: deps.random };
      for (const { order } of (await claimOrders(rows, { ...request, ...pace })).claimed) {
        await rows.orders.bury(order.id, order.attempts + 1, over);
        await buryReward(rows, deps, order, over);
      }
    });
    clock.now += 10 * MINUTE_MS;
    asked.length = 0;
    return rewards.map(({ id }) => id);
  }

  async function cancel(ids: string[]) {
    const answered = await goodturn.post('/v1/rewards/cancel', { ids, reason: 'nobody knows them' });
    const { data } = (await answered.json()) as { data: { id: string; status: number }[] };
    return Map.groupBy(data, ({ status }) => status);
  }

  test('asks in the account’s turns, and tells those to come again whose turn would come too late', async () => {
    const ids = await setAside(ORDERS);
    const first = await cancel(ids);
    expect(first.get(200)).toHaveLength(ASKED_AT_ONCE);
    const late = first.get(503) ?? [];
    expect(late).toHaveLength(ORDERS - ASKED_AT_ONCE);
    expect(asked).toHaveLength(ASKED_AT_ONCE);
    const gaps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND_MS / RATE);
    for (const { id } of late) expect(await goodturn.rewardNow({ id })).toMatchObject({ status: 'failed' });

    clock.now += SECOND_MS;
    expect((await cancel(late.map(({ id }) => id))).get(200)).toHaveLength(late.length);
  });

  test('counts every request of a long look, and waits no longer for that', async () => {
    const ids = await setAside(2);
    const startedAt = clock.now;
    pages = ASKED_AT_ONCE - 2;
    expect((await cancel(ids)).get(200)).toHaveLength(1);
    pages = 1;
    expect(asked).toHaveLength(ASKED_AT_ONCE);
    expect(Math.max(...asked)).toBeLessThanOrEqual(startedAt + ASK_FOR_MS);
  });

  test('asks no more once the upstream says that it is too much, and the workers rest too', async () => {
    const ids = await setAside(3);
    answer = { kind: 'slowed', retryAfterMs: MINUTE_MS, detail: 'later' };
    expect((await cancel(ids)).get(503)).toHaveLength(3);
    answer = { kind: 'absent' };
    expect(asked).toHaveLength(1);
    const account = await deps.store.read.accounts.find('installation');
    expect(account?.nextSendAt).toBe(clock.now + MINUTE_MS);
  });
});
