import type { Product } from './catalogue.ts';
import { wireNumber } from './money.ts';

/** A product as `GET /v1/Products` shows it (gift-card-api.md section 4). */
export function productView(product: Product) {
  const art = `https://art.giftcards.example/${product.id.toLowerCase()}`;
  return {
    Id: product.id,
    Name: product.name,
    ShortDescription: product.description,
    LongDescription: product.description,
    Type: product.kind,
    DenominationType: product.denomination.type,
    Denominations: denominations(product).map(wireNumber),
    AvailableDeliveryTypes: product.deliveryTypes,
    CurrencyCode: 'USD',
    CultureCodes: ['en-US'],
    Terms: `<p>${escapeText(product.name)} cards of this sandbox buy nothing.</p>`,
    Disclaimer: 'Made up for testing.',
    RedemptionNote: 'Show the number and PIN at the till.',
    Cost: {
      Fee: wireNumber(product.feeMinor),
      DiscountPercentage: product.discountBasisPoints / 100,
    },
    Media: { Logo: `${art}/logo.svg`, Faceplates: [{ Name: 'Classic', Path: `${art}/classic.png` }] },
    Meta: metaView(product),
    Translations: [],
  };
}

function metaView({ kind, needsCarrier, colors, id }: Product) {
  return {
    ShippingConfiguration: { FulfillmentGroup: kind, HasRequiredCardCarriers: needsCarrier },
    Colors: {
      Primary: colors.primary,
      Secondary: colors.secondary,
      PrimaryText: colors.secondary,
      SecondaryText: colors.primary,
    },
    SupportsApiBalanceChecks: false,
    Website: `https://${id.toLowerCase()}.example`,
  };
}

function denominations({ denomination }: Product): number[] {
  return denomination.type === 'Fixed'
    ? denomination.valuesMinor
    : [denomination.minMinor, denomination.maxMinor];
}

// `Terms` is HTML, the other texts are not.
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
