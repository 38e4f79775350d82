import { toDecimal } from '../../shared/money.ts';
import type { OrderIntent, ShippingAddress } from '../domain/order/gift-cards.ts';

/** The body of `POST /v1/Orders`, spelled as the upstream documents it (gift-card-api.md section 5.1). */
export function writeOrder(intent: OrderIntent): string {
  return JSON.stringify({
    Type: intent.type,
    LineItems: [
      {
        ProductId: intent.productId,
        // The upstream wants a number. A decimal of up to 15 digits survives the way through a double and is
        // written back as the same digits (1550 cents: 15.5), and amounts have at most 13.
        Value: Number(toDecimal(intent.value)),
        Quantity: intent.quantity,
        ...writeAddress(intent),
        ...writePersonalization(intent),
        BrandingId: intent.brandingId,
      },
    ],
    ...(intent.hookUrl !== null && { WebhookSettings: { FulfillmentComplete: intent.hookUrl } }),
    PONumber: intent.poNumber,
  });
}

/** A Links order carries no address: we deliver the link ourselves, so the upstream need not know to whom. */
function writeAddress({ type, recipient }: OrderIntent): object {
  if (type === 'DigitalDelivery') {
    return { DigitalDeliveryAddress: { Email: recipient.email, Sms: recipient.phone } };
  }
  if (type === 'PhysicalShipment' && recipient.address) {
    return { PhysicalDeliveryAddress: writeShippingAddress(recipient.address) };
  }
  return {};
}

function writeShippingAddress(address: ShippingAddress): object {
  return {
    ShippingMethodId: address.shippingMethodId,
    CarrierId: address.carrierId,
    Name: address.name,
    AddressLine1: address.line1,
    AddressLine2: address.line2,
    City: address.city,
    // The upstream requires one (gift-card-api.md section 5.1), also of countries whose mail knows none.
    State: address.state || address.city,
    Zip: address.zip,
    Country: address.country,
  };
}

function writePersonalization({ message }: OrderIntent): object {
  if (!message) return {};
  return { Personalization: { To: message.to, FromName: message.fromName, Message: message.text } };
}
