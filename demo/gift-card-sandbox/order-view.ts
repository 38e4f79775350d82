import type { Card, LineItem, Order } from './facts.ts';
import { wireNumber } from './money.ts';
import { isFulfilled, statusAt } from './order-status.ts';

/** What turns a stored order into its wire form: the moment (epoch ms) and where claim pages are. */
type ViewContext = { now: number; publicUrl: string };

/** The order as `POST /v1/Orders` and `GET /v1/Orders/{id}` show it (gift-card-api.md section 5.2). */
export function orderView(order: Order, context: ViewContext) {
  return {
    Id: order.id,
    Type: order.type,
    Status: statusAt(order, context.now),
    PONumber: order.poNumber,
    Note: order.note,
    CreatedDate: new Date(order.createdAt).toISOString(),
    ...trackingView(order, context),
    LineItems: order.lineItems.map((item) => lineItemView(item, order, context)),
  };
}

/** What a parcel service would be asked by; the field names are a guess, as no document has any. */
function trackingView({ trackingNumber, ...order }: Order, { now, publicUrl }: ViewContext) {
  if (trackingNumber === undefined || !isFulfilled(order, now)) return {};
  const Url = `${publicUrl}/track/${trackingNumber}`;
  return { Tracking: { Carrier: 'Sandbox Post', Number: trackingNumber, Url } };
}

function lineItemView(item: LineItem, order: Order, context: ViewContext) {
  // Physical cards travel by post: nothing about them can be claimed here.
  const isShown = isFulfilled(order, context.now) && order.type !== 'PhysicalShipment';
  return {
    Id: item.id,
    ExternalId: item.externalId,
    ProductId: item.productId,
    Value: wireNumber(item.valueMinor),
    Cost: wireNumber(item.costMinor),
    Quantity: item.quantity,
    Status: statusAt(order, context.now),
    Culture: item.culture,
    BrandingId: item.brandingId,
    Personalization: item.personalization,
    ClaimData: isShown ? item.cards.map((card) => claimDatum(card, context.publicUrl)) : [],
  };
}

function claimDatum({ id, claim }: Card, publicUrl: string) {
  if (!claim) return { Id: id };
  return {
    Id: id,
    ClaimLink: `${publicUrl}/claim/${claim.token}`,
    ClaimLinkChallengeAnswer: claim.answer,
  };
}
