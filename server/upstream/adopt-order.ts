import type { OrderIntent, PacedAccount, PlaceResult } from '../domain/order/gift-cards.ts';
import { cleanDetail } from './clean-detail.ts';
import { compareOrders } from './compare-orders.ts';
import { findOrderIds } from './find-order-ids.ts';
import { readPreviousIds } from './read-previous-ids.ts';
import type { Upstream } from './upstream.ts';

/**
 * A 409 is the normal answer after a lost reply: the order under our number is fetched and adopted if it is what
 * we meant to buy. Anything in doubt is `unknown`; an order that is not ours, or two that are, is for a person.
 */
export async function adoptOrder(
  upstream: Upstream,
  account: PacedAccount,
  intent: OrderIntent,
  conflict: { body: unknown; detail: string },
): Promise<PlaceResult> {
  const named = readPreviousIds(conflict.body);
  const found =
    named.length > 0
      ? ({ kind: 'ids', ids: named } as const)
      : await findOrderIds(upstream, account, intent.poNumber);
  // The list answers, and could not be read through: asked again, it may never be.
  if (found.kind === 'unknown' && found.isAlive) return { ...found, isUnprovable: true };
  if (found.kind !== 'ids') return found;

  const compared = await compareOrders(upstream, account, intent, found.ids);
  if (compared.kind === 'same') return { kind: 'placed', duplicate: true, order: compared.order };
  if (compared.kind !== 'mismatch') return compared;
  return { ...compared, detail: cleanDetail(`${compared.detail}; ${conflict.detail}`) };
}
