import type { GiftCardAccount, GiftCards, LookResult, OrderIntent, PlaceResult } from './gift-cards.ts';
import type { Order } from './order.ts';

export type RunParts = {
  giftCards: GiftCards;
  /** The address that the upstream may call when the order is done. */
  hookUrl: (orderId: string) => string;
  /** The name under which a site's gifts are sent. */
  senderOf: (siteId: string) => Promise<string | undefined>;
};

/** Takes an order one step on: looks where it is known upstream, else places it under its number. */
export async function runOrder(
  parts: RunParts,
  account: GiftCardAccount,
  order: Order,
): Promise<PlaceResult | LookResult> {
  if (order.status === 'pending' && order.upstreamId !== null) {
    return parts.giftCards.look(account, order.upstreamId, order.value.currency);
  }
  return parts.giftCards.place(
    account,
    intentOf(order, parts.hookUrl(order.id), await parts.senderOf(order.siteId)),
  );
}

function intentOf(order: Order, hookUrl: string, fromName: string | undefined): OrderIntent {
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
