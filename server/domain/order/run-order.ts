import type { OrderDelivery } from '../delivery/read-delivery.ts';
import type { FindResult, GiftCards, LookResult, PacedAccount, PlaceResult, Unknown } from './gift-cards.ts';
import { intentOf } from './intent-of.ts';
import { type Order, wasNeverSent } from './order.ts';
import { madeAtOf } from './po-number.ts';
import { ARRIVES_WITHIN_MS } from './schedule.ts';

export type RunParts = {
  giftCards: GiftCards;
  /** The address that the upstream may call when the order is done. */
  hookUrl: (orderId: string) => string;
  /** How the order's card gets to its owner; null when no address of theirs is kept. */
  deliveryOf: (order: Order) => Promise<OrderDelivery | null>;
};

/** Why nothing was asked of the upstream. */
type Unsent =
  | { kind: 'no_address'; detail: string }
  | { kind: 'dearer'; cost: number; detail: string }
  | { kind: 'too_early'; detail: string; retryAfterMs: number }
  | { kind: 'never_sent' };

/** `askedCost` is what the gift card costs now, of an order that is not sent for that and could not be found either. */
export type Unproved = Unknown & { askedCost?: number };

export type RunResult = Exclude<PlaceResult | LookResult | FindResult, Unknown> | Unproved | Unsent;

/** Takes an order one step on: looks where it is known upstream, else places it under its number. */
export async function runOrder(parts: RunParts, account: PacedAccount, order: Order): Promise<RunResult> {
  const looked = lookAt(parts, account, order);
  if (looked) return looked;
  const delivery = await parts.deliveryOf(order);
  if (!delivery) return { kind: 'no_address', detail: 'No address of the recipient is kept any more.' };
  const { notice } = parts.giftCards.capabilities;
  const hookUrl = notice === 'per_order' ? parts.hookUrl(order.id) : null;
  return parts.giftCards.place(account, intentOf(order, hookUrl, delivery));
}

/**
 * Takes an order one step on for which nothing is sent any more: whether it was never sent, the upstream surely does not
 * have it, or has it, and then it is taken over. `quietAt` is from when on an earlier request cannot arrive any more
 * (epoch ms).
 */
export async function findSent(
  { giftCards }: Pick<RunParts, 'giftCards'>,
  account: PacedAccount,
  order: Order,
  { quietAt, now }: { quietAt: number; now: number },
): Promise<FindResult | LookResult | Unsent> {
  if (wasNeverSent(order)) return { kind: 'never_sent' };
  const looked = lookAt({ giftCards }, account, order);
  if (looked) return looked;
  // A whole wait: what is quiet then is counted from this attempt, which is the last that is known.
  if (quietAt > now) return { kind: 'too_early', detail: MAY_ARRIVE, retryAfterMs: ARRIVES_WITHIN_MS };
  const found = await giftCards.find(account, intentOf(order), madeAtOf(order));
  // The upstream answers, and did not show enough: that may go on for ever.
  return found.kind === 'unknown' && found.isAlive ? { ...found, isUnprovable: true } : found;
}

const MAY_ARRIVE = 'An earlier request may still arrive';

function lookAt(
  { giftCards }: Pick<RunParts, 'giftCards'>,
  account: PacedAccount,
  order: Order,
): Promise<LookResult> | null {
  if (order.status !== 'pending' || order.upstreamId === null) return null;
  return giftCards.look(account, order.upstreamId, order.value.currency, 'cards');
}
