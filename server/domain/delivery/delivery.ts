import type { Delivery, DeliveryStatus } from '../../../shared/contract/fields.ts';
import type { OrderStatus } from '../../../shared/contract/order.ts';
import type { OrderSnapshot } from '../order/gift-cards.ts';
import type { Reward } from '../reward/reward.ts';

/** Where an ordered card is on its way. Before that, a reward may wait for an address. */
export type OnTheWay = Exclude<DeliveryStatus, 'awaiting_address'>;

/** Which moves exist: forwards only, so whatever is told again or late, and in whatever order, takes nothing back. */
const MOVES: Record<OnTheWay, readonly OnTheWay[]> = {
  preparing: ['sent', 'delivered'],
  sent: ['delivered'],
  delivered: [],
};

/** What an upstream can show of a card's way. */
export type Shown = Exclude<OnTheWay, 'preparing'>;

/** Every status from which a delivery may move to `to`. */
export function deliverySourcesOf(to: Shown): OnTheWay[] {
  return (Object.keys(MOVES) as OnTheWay[]).filter((from) => MOVES[from].includes(to));
}

/** Where the way of a new order's card begins; null for a link, which is handed over here. */
export function firstDelivery(type: Delivery): OnTheWay | null {
  return type === 'Links' ? null : 'preparing';
}

/** What the upstream shows of the way, if anything. A tracking number is given to what was handed to a carrier. */
export function shownDelivery({
  state,
  tracking,
  isDelivered,
}: Pick<OrderSnapshot, 'state' | 'tracking' | 'isDelivered'>): Shown | null {
  if (isDelivered) return 'delivered';
  return state === 'completed' || tracking !== null ? 'sent' : null;
}

/** Orders that surely send nothing any more, whatever was shown of their cards before. */
const GIVEN_UP: ReadonlySet<OrderStatus> = new Set(['refused', 'failed', 'cancelled']);

/** Orders that a person has to decide about: of these nothing is prepared meanwhile. */
const SET_ASIDE: ReadonlySet<OrderStatus> = new Set(['parked', 'quarantined', 'dead']);

/** Whether a card of an order in this status may be on its way. */
export function maySend(status: OrderStatus): boolean {
  return !GIVEN_UP.has(status);
}

/** What an order knows of its card's way. */
type OrderWay = { status: OrderStatus; deliveryStatus: OnTheWay | null };

/** Where an order's card is on its way; null where none is. */
export function wayOf({ status, deliveryStatus }: OrderWay): OnTheWay | null {
  const isIdle = deliveryStatus === 'preparing' && SET_ASIDE.has(status);
  return isIdle || !maySend(status) ? null : deliveryStatus;
}

/** Where a reward's card is on its way; null for a link, before it is ordered, and when it will not be sent any more. */
export function deliveryOf(
  { delivery, status, reason }: Pick<Reward, 'delivery' | 'status' | 'reason'>,
  order: OrderWay | null,
): DeliveryStatus | null {
  if (delivery === 'Links') return null;
  const ordered = order && wayOf(order);
  if (ordered === 'sent' || ordered === 'delivered') return ordered;
  if (status === 'rejected' || status === 'cancelled' || status === 'failed') return null;
  return reason === 'awaiting_address' ? 'awaiting_address' : ordered;
}
