import type { PricedLineItem } from './check-order.ts';
import type { Card, LineItem, Order } from './facts.ts';
import type { FaultWord } from './faults.ts';
import type { OrderRequest } from './order-request.ts';
import { newAnswer, newCardNumber, newId, newPin, newToken, newTrackingNumber } from './random.ts';
import { orderCost, type Store } from './store.ts';

/** More cards than this in one order and it does not finish within the create. */
const mostCardsAtOnce = 10;

type PlaceOrder = {
  request: OrderRequest;
  lineItems: PricedLineItem[];
  faults: ReadonlySet<FaultWord>;
  /** Epoch ms. */
  now: number;
  /** How long a Pending order takes. */
  completionMs: number;
  /** Whether cards in the post take their time and get a tracking number. */
  asParcel: boolean;
};

type Placed =
  | { kind: 'created'; order: Order }
  | { kind: 'known'; order: Order }
  | { kind: 'no_funds'; neededMinor: number; availableMinor: number };

/**
 * Takes an order that is in good shape: 409 before 422 before 201 (gift-card-api.md section 8). Synchronous from the
 * look at the number to the journal, which is what makes a create atomic per number.
 */
export function placeOrder(store: Store, input: PlaceOrder): Placed {
  const { orderByNumber, availableMinor } = store.state();
  const known = orderByNumber.get(input.request.PONumber);
  if (known) return { kind: 'known', order: known };
  const order = buildOrder(input);
  const neededMinor = orderCost(order);
  if (neededMinor > availableMinor || input.faults.has('SIMNOFUNDS')) {
    return { kind: 'no_funds', neededMinor, availableMinor };
  }
  store.record({ kind: 'ordered', order });
  return { kind: 'created', order };
}

function buildOrder(input: PlaceOrder): Order {
  const { request, lineItems, faults, now } = input;
  const isParcel = input.asParcel && request.Type === 'PhysicalShipment';
  const hookUrl = faults.has('SIMNOHOOK') ? undefined : request.WebhookSettings?.FulfillmentComplete;
  return {
    id: newId(),
    poNumber: request.PONumber,
    type: request.Type,
    note: request.Note,
    hookUrl: hookUrl ?? null,
    createdAt: now,
    settlesAt: settlesAt(input, isParcel),
    outcome: faults.has('SIMFAILED') ? 'Failed' : isParcel ? 'Shipped' : 'Completed',
    ...(isParcel && { trackingNumber: newTrackingNumber() }),
    lineItems: lineItems.map((item) => buildLineItem(item, request.Type, faults)),
  };
}

function settlesAt({ request, faults, now, completionMs }: PlaceOrder, isParcel: boolean): number | null {
  if (faults.has('SIMSTUCK')) return null;
  const cards = request.LineItems.reduce((sum, item) => sum + item.Quantity, 0);
  const isSlow = isParcel || cards > mostCardsAtOnce || faults.has('SIMSLOW') || faults.has('SIMFAILED');
  const deliveries = request.LineItems.flatMap(({ Personalization }) => Personalization?.DeliveryDate ?? []);
  return Math.max(isSlow ? now + completionMs : now, ...deliveries.map((date) => Date.parse(date)));
}

function buildLineItem(
  { request, valueMinor, costMinor }: PricedLineItem,
  type: OrderRequest['Type'],
  faults: ReadonlySet<FaultWord>,
): LineItem {
  const missing = faults.has('SIMPARTIAL') ? 1 : 0;
  return {
    id: newId(),
    productId: request.ProductId,
    valueMinor,
    costMinor,
    quantity: request.Quantity,
    externalId: request.ExternalId,
    culture: request.Culture,
    brandingId: request.BrandingId,
    personalization: request.Personalization,
    email: request.DigitalDeliveryAddress?.Email,
    sms: request.DigitalDeliveryAddress?.Sms,
    postalAddress: request.PhysicalDeliveryAddress,
    cards: Array.from({ length: request.Quantity - missing }, () => buildCard(type)),
  };
}

function buildCard(type: OrderRequest['Type']): Card {
  if (type !== 'Links') return { id: newId() };
  const claim = { token: newToken(), answer: newAnswer(), cardNumber: newCardNumber(), pin: newPin() };
  return { id: newId(), claim };
}
