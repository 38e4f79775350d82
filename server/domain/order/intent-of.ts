import type { OrderIntent } from './gift-cards.ts';
import type { Order } from './order.ts';

/** What an order means to buy. Hook and sender matter only to one that is sent. */
export function intentOf(order: Order, hookUrl: string | null = null, fromName?: string): OrderIntent {
  return {
    poNumber: order.poNumber,
    type: order.type,
    productId: order.productId,
    value: order.value,
    quantity: order.quantity,
    recipient: {},
    message: order.message === null ? null : { text: order.message, ...(fromName ? { fromName } : {}) },
    hookUrl,
  };
}
