import { type DeliveryType, findProduct, type Product } from './catalogue.ts';
import { minorOf } from './money.ts';
import { addError, type FieldErrors, type LineItemRequest, type OrderRequest } from './order-request.ts';
import { cardCost, isOffered } from './price.ts';
import { brandings, shippingMethods } from './shipping.ts';

/** A line item that may be ordered, with its amounts in cents; `costMinor` is for all of its cards. */
export type PricedLineItem = { request: LineItemRequest; valueMinor: number; costMinor: number };

/**
 * The rules behind a 400 that need the catalogue (gift-card-api.md section 8, order of checks).
 * @returns the priced line items, or every reason why one of them can't be ordered
 */
export function checkOrder(request: OrderRequest): { lineItems: PricedLineItem[] } | { errors: FieldErrors } {
  const errors: FieldErrors = {};
  const lineItems = request.LineItems.flatMap((item, index) => {
    const path = `LineItems[${index}]`;
    const refuse = (field: string, message: string) => addError(errors, `${path}.${field}`, message);
    checkAddress(item, request.Type, refuse);
    checkBranding(item, refuse);
    const product = findProduct(item.ProductId);
    if (!product || product.withdrawn) {
      refuse('ProductId', product ? 'The product is no longer available.' : 'There is no such product.');
      return [];
    }
    if (!product.deliveryTypes.includes(request.Type)) {
      refuse('ProductId', `The product is not available as ${request.Type}.`);
    }
    return priceLineItem(item, product, refuse);
  });
  return Object.keys(errors).length > 0 ? { errors } : { lineItems };
}

type Refuse = (field: string, message: string) => void;

function priceLineItem(item: LineItemRequest, product: Product, refuse: Refuse): PricedLineItem[] {
  const valueMinor = minorOf(item.Value);
  if (valueMinor === null || !isOffered(product, valueMinor)) {
    refuse('Value', 'The product has no card of this value.');
    return [];
  }
  return [{ request: item, valueMinor, costMinor: cardCost(product, valueMinor) * item.Quantity }];
}

function checkAddress(item: LineItemRequest, type: DeliveryType, refuse: Refuse): void {
  if (type === 'DigitalDelivery') {
    const { Email, Sms } = item.DigitalDeliveryAddress ?? {};
    if (!Email && !Sms) refuse('DigitalDeliveryAddress', 'An Email or Sms address is required.');
  }
  if (type === 'PhysicalShipment') checkShipping(item, refuse);
}

function checkShipping({ PhysicalDeliveryAddress: address }: LineItemRequest, refuse: Refuse): void {
  const method = shippingMethods.find(({ Id }) => Id === address?.ShippingMethodId);
  if (!address) {
    refuse('PhysicalDeliveryAddress', 'An address is required.');
  } else if (!method) {
    refuse('PhysicalDeliveryAddress.ShippingMethodId', 'There is no such shipping method.');
  } else if (!method.Carriers.some(({ Id }) => Id === address.CarrierId)) {
    refuse('PhysicalDeliveryAddress.CarrierId', 'The shipping method has no such carrier.');
  }
}

function checkBranding(item: LineItemRequest, refuse: Refuse): void {
  const { BrandingId } = item;
  if (BrandingId && !brandings.some(({ Id }) => Id === BrandingId)) {
    refuse('BrandingId', 'There is no such branding.');
  }
}
