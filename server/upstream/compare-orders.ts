import {
  type FindResult,
  isSameOrder,
  type OrderIntent,
  type OrderSnapshot,
  type PacedAccount,
} from '../domain/order/gift-cards.ts';
import type { Ending } from './ending.ts';
import { lookAtOrder } from './look-at-order.ts';
import type { Upstream } from './upstream.ts';

type Mismatch = Extract<FindResult, { kind: 'mismatch' }>;

/** Looks at the orders that are said to have the intent's number: one must be the one that we meant to buy, and only one. */
export async function compareOrders(
  upstream: Upstream,
  account: PacedAccount,
  intent: OrderIntent,
  ids: string[],
): Promise<{ kind: 'same'; order: OrderSnapshot } | Mismatch | Ending> {
  const same: OrderSnapshot[] = [];
  for (const id of ids) {
    const look = await lookAtOrder(upstream, account, id, intent.value.currency);
    // The upstream named it a moment ago, so a 404 proves nothing: it may not be readable yet, or never be.
    if (look.kind === 'missing')
      return { kind: 'unknown', detail: MISSING, retryAfterMs: null, isAlive: true, isUnprovable: true };
    if (look.kind !== 'found') return look;
    if (isSameOrder(intent, look.order)) same.push(look.order);
  }
  const [order, ...others] = same;
  if (order && others.length === 0) return { kind: 'same', order };
  return { kind: 'mismatch', upstreamIds: ids, detail: reasonOf(ids, order) };
}

const MISSING = 'The upstream says that the number is taken, and has no order with the id it names';

function reasonOf(ids: string[], order: OrderSnapshot | undefined): string {
  if (order) return 'Several orders under this number';
  return ids.length > 0
    ? 'Another order has this number'
    : 'The number is taken, and no order with it was found';
}
