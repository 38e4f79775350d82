import type { Deps } from '../../server/deps.ts';
import type { OrderIntent, PlaceResult } from '../../server/domain/order/gift-cards.ts';
import { newOrder } from '../../server/domain/order/new-order.ts';
import type { Reward } from '../../server/domain/reward/reward.ts';
import { INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';

/**
 * So many waiting orders of one purchase each, written without their purchases: copies of a reward that was earned, in their
 * order. Resolves to the rewards' ids.
 */
export async function waitingOrders(
  deps: Deps,
  rewardId: string,
  count: number,
  change: Partial<Reward> = {},
): Promise<string[]> {
  const { store, ids, epoch, traceOf, clock } = deps;
  const reward = await store.read.rewards.find(rewardId);
  if (!reward) throw new Error('nothing earned');
  const made: string[] = [];
  for (let first = 0; first < count; first += 100) {
    const some = Array.from({ length: Math.min(100, count - first) }, () => {
      const id = ids.next('rwd');
      return { ...reward, id, ruleId: `copy-${id}`, ...change };
    });
    await store.write('give-reward', async (rows) => {
      await rows.rewards.insert(some);
      await rows.orders.insert(
        some.map((each, at) =>
          newOrder({ ids, epoch, traceOf }, each, INSTALLATION_ACCOUNT, clock() - count + first + at),
        ),
      );
      for (const each of some) {
        const entry = { id: ids.next('bud'), programId: each.programId, rewardId: each.id, turn: 0 };
        const amount = each.value.amount;
        await rows.budgets.reserve(each.programId, [
          { ...entry, kind: 'reserve', amount, createdAt: clock() },
        ]);
      }
    });
    made.push(...some.map(({ id }) => id));
  }
  return made;
}

/** The upstream's answer to an order that it makes at once. */
export function madeAtOnce({ poNumber, type, productId, value }: OrderIntent): PlaceResult {
  const line = { productId, value: value.amount, quantity: 1, cost: value.amount };
  const cards = [{ claimLink: `https://cards.example/${poNumber}`, challengeAnswer: 'answer' }];
  const order = {
    upstreamId: poNumber,
    poNumber,
    type,
    state: 'completed',
    statusWord: 'Completed',
  } as const;
  return {
    kind: 'placed',
    duplicate: false,
    order: { ...order, lines: [line], cards, tracking: null, isDelivered: false },
  };
}
