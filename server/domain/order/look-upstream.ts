import type { Clock } from '../clock.ts';
import type { Store } from '../store.ts';
import type { FindResult, GiftCardAccount, GiftCards } from './gift-cards.ts';
import { intentOf } from './intent-of.ts';
import { mayHaveBeenMade, type Order } from './order.ts';
import { madeAtOf } from './po-number.ts';
import { ARRIVES_WITHIN_MS } from './schedule.ts';

export type LookParts = {
  store: Store;
  clock: Clock;
  giftCards: Pick<GiftCards, 'find'>;
  /** The account with its credentials, or undefined when it has none yet. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/** What the upstream has of an order that rests after so many attempts: what a write later holds it to. */
export type Shown = { attempts: number; result: FindResult };

/**
 * Asks the upstream about those orders of a site's rewards that rest and may have been made all the same. Before the
 * write that decides about them: a write waits for nobody. By the orders' ids.
 */
export async function lookUpstream(
  parts: LookParts,
  siteId: string,
  rewardIds: string[],
): Promise<Map<string, Shown>> {
  const orders = await parts.store.read.orders.ofRewards(rewardIds);
  const shown = new Map<string, Shown>();
  for (const order of orders) {
    if (order.siteId !== siteId || !mayHaveBeenMade(order)) continue;
    shown.set(order.id, { attempts: order.attempts, result: await find(parts, order) });
  }
  return shown;
}

async function find({ store, clock, giftCards, accountOf }: LookParts, order: Order): Promise<FindResult> {
  const unsure = (detail: string, retryAfterMs: number | null = null) =>
    ({ kind: 'unknown', detail, retryAfterMs }) as const;
  const last = await store.read.orders.attempt(order.id, order.attempts);
  const quietAt = (last?.startedAt ?? 0) + ARRIVES_WITHIN_MS;
  if (quietAt > clock()) return unsure('A request may still arrive', quietAt - clock());
  const account = await accountOf(order.accountId);
  return account ? giftCards.find(account, intentOf(order), madeAtOf(order)) : unsure('No account');
}
