import type { OrderDelivery } from '../delivery/read-delivery.ts';
import type { OrderIntent } from './gift-cards.ts';
import type { Order } from './order.ts';

/** Of an order that is only looked for: nobody asks where it goes. */
const NO_DELIVERY: OrderDelivery = { recipient: {}, message: null };

/** What an order means to buy. Hook and delivery matter only to one that is sent. */
export function intentOf(
  { poNumber, type, productId, value, quantity }: Order,
  hookUrl: string | null = null,
  delivery: OrderDelivery = NO_DELIVERY,
): OrderIntent {
  return { poNumber, type, productId, value, quantity, ...delivery, hookUrl };
}
