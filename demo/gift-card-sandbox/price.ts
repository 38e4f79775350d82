import type { Product } from './catalogue.ts';

/** What one card costs the account, in cents: value less discount plus fee (gift-card-api.md section 6, assumed). */
export function cardCost(product: Product, valueMinor: number): number {
  const discountMinor = Math.round((valueMinor * product.discountBasisPoints) / 10_000);
  return valueMinor - discountMinor + product.feeMinor;
}

/** Whether a card of this face value exists, in cents. */
export function isOffered(product: Product, valueMinor: number): boolean {
  const { denomination } = product;
  if (denomination.type === 'Fixed') return denomination.valuesMinor.includes(valueMinor);
  return valueMinor >= denomination.minMinor && valueMinor <= denomination.maxMinor;
}
