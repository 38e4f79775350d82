import { describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../server/domain/clock.ts';
import type { GiftCards } from '../../server/domain/order/gift-cards.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Ordering, startOrdering } from './ordering.ts';
import { realGiftCards } from './worker-on.ts';

/** What can happen around one order. The upstream may finish it only after it was placed. */
const STEPS = ['place', 'hook', 'hook', 'poll', 'finish'] as const;
type Step = (typeof STEPS)[number];
const STARTS = [...new Set(STEPS)];

const ORDERS = [...new Set(permutations(STEPS).map((steps) => steps.join(' ')))];

function permutations(steps: readonly Step[]): Step[][] {
  if (steps.length === 0) return [[]];
  return steps.flatMap((step, index) =>
    permutations(steps.toSpliced(index, 1)).map((rest) => [step, ...rest]),
  );
}

async function take(goodturn: Ordering, reward: Reward, step: Step): Promise<void> {
  if (step === 'place') await goodturn.deps.worker.settle();
  if (step === 'hook') expect(await goodturn.hint(await goodturn.orderOf(reward))).toBe(204);
  if (step === 'poll') await goodturn.pass(30 * SECOND_MS);
  if (step === 'finish') await goodturn.control('advance', { seconds: 10 });
}

describe.each(DIALECTS)('hooks, polls and our own reply on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  await goodturn.control('funding', { available: '100000.00' });
  let rewarded = 0;

  // One test for each first step: all orders in one would need more time than a busy machine gives to a test.
  test.each(STARTS)(
    'end in the same state in all orders of events that begin with %s, and no final state is left again',
    async (first) => {
      const orders = ORDERS.filter((steps) => steps.startsWith(first));
      for (const steps of orders) {
        await goodturn.control('fault', { word: 'SIMSLOW', times: 1 });
        const [reward] = await goodturn.earn();
        if (!reward) throw new Error('nothing earned');
        let ended = false;
        for (const step of steps.split(' ') as Step[]) {
          await take(goodturn, reward, step);
          const { status } = await goodturn.orderOf(reward);
          if (ended) expect(status, steps).toBe('completed');
          ended = status === 'completed';
        }
        await goodturn.control('advance', { seconds: 10 });
        expect(await goodturn.untilOrderRests(reward), steps).toMatchObject({
          status: 'completed',
          cost: 1500,
        });
        expect(await goodturn.history(reward), steps).toEqual(['earned', 'approved', 'ordering', 'issued']);
      }
      rewarded += orders.length;
      expect(await goodturn.upstreamOrders()).toHaveLength(rewarded);
      expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 1500 * rewarded });
    },
  );
});

describe.each(DIALECTS)('a hook that overtakes our reply on %s', async (dialect) => {
  let beforeReply: () => Promise<void> = async () => {};
  const real = realGiftCards({ clock: Date.now });
  const giftCards: GiftCards = {
    ...real,
    async place(account, intent) {
      const result = await real.place(account, intent);
      await beforeReply();
      return result;
    },
  };
  const goodturn = await startOrdering(dialect, { overrides: { giftCards } });

  test('is not lost: the order is looked at again within five seconds', async () => {
    await goodturn.control('fault', { word: 'SIMSLOW', times: 1 });
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    beforeReply = async () => {
      // The order is pending in the reply that is on its way, and finishes now.
      await goodturn.control('advance', { seconds: 10 });
      goodturn.clock.now += 10 * SECOND_MS;
      expect(await goodturn.hint(await goodturn.orderOf(reward))).toBe(204);
    };
    await goodturn.deps.worker.settle();
    expect((await goodturn.orderOf(reward)).status).toBe('completed');
  });
});
