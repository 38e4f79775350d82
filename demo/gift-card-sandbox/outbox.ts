import type { Order } from './facts.ts';
import { wireNumber } from './money.ts';
import { isFulfilled } from './order-status.ts';

/** What a real upstream would have sent by now: one message or letter for each card that it delivers. */
export function outboxAt(orders: readonly Order[], now: number) {
  return orders
    .filter((order) => order.type !== 'Links' && isFulfilled(order, now))
    .flatMap((order) =>
      order.lineItems.flatMap((item) =>
        item.cards.map((card) => ({
          OrderId: order.id,
          PONumber: order.poNumber,
          CardId: card.id,
          Email: item.email,
          Sms: item.sms,
          Postal: item.postalAddress,
          BrandingId: item.brandingId,
          ProductId: item.productId,
          Value: wireNumber(item.valueMinor),
          Personalization: item.personalization,
          SentAt: new Date(order.settlesAt ?? order.createdAt).toISOString(),
        })),
      ),
    );
}
