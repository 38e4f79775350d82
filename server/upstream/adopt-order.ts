import {
  type GiftCardAccount,
  isSameOrder,
  type OrderIntent,
  type OrderSnapshot,
  type PlaceResult,
} from '../domain/order/gift-cards.ts';
import { cleanDetail } from './clean-detail.ts';
import { findOrderIds } from './find-order-ids.ts';
import { lookAtOrder } from './look-at-order.ts';
import { readPreviousIds } from './read-previous-ids.ts';
import type { Upstream } from './upstream.ts';

/**
 * A 409 is the normal answer after a lost reply: the order under our number is fetched and adopted if it is what
 * we meant to buy. Anything in doubt is `unknown`; an order that is not ours, or two that are, is for a person.
 */
export async function adoptOrder(
  upstream: Upstream,
  account: GiftCardAccount,
  intent: OrderIntent,
  conflict: { body: unknown; detail: string },
): Promise<PlaceResult> {
  const named = readPreviousIds(conflict.body);
  const found =
    named.length > 0
      ? ({ kind: 'ids', ids: named } as const)
      : await findOrderIds(upstream, account, intent.poNumber);
  if (found.kind !== 'ids') return found;

  const same: OrderSnapshot[] = [];
  for (const id of found.ids) {
    const look = await lookAtOrder(upstream, account, id, intent.value.currency);
    // The upstream named it a moment ago, so a 404 proves nothing: it may not be readable yet.
    if (look.kind === 'missing') return { kind: 'unknown', detail: MISSING, retryAfterMs: null };
    if (look.kind !== 'found') return look;
    if (isSameOrder(intent, look.order)) same.push(look.order);
  }
  const [order, ...others] = same;
  if (order && others.length === 0) return { kind: 'placed', duplicate: true, order };
  const detail = cleanDetail(`${reasonOf(found.ids, order)}; ${conflict.detail}`);
  return { kind: 'mismatch', upstreamIds: found.ids, detail };
}

const MISSING = 'The upstream says that the number is taken, and has no order with the id it names';

function reasonOf(ids: string[], order: OrderSnapshot | undefined): string {
  if (order) return 'Several orders under this number';
  return ids.length > 0
    ? 'Another order has this number'
    : 'The number is taken, and no order with it was found';
}
