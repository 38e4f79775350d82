import type { Product } from './gift-cards.ts';

/** Fee in minor units and discount in basis points, as a catalogue states them. */
export type CostTerms = Product['cost'];

/** What an account's catalogue says that a product costs. */
export type ProductCost = CostTerms & { accountId: string; productId: string };

const WHOLE = 10_000n;

/** What a card of this face value costs the account, in minor units: with the fee, less the discount rounded down. */
export function costOf(faceValue: number, { fee, discountBasisPoints }: CostTerms): number {
  // Whole numbers all the way: a face value times basis points may leave the safe integers.
  const discount = Number((BigInt(faceValue) * BigInt(discountBasisPoints)) / WHOLE);
  return faceValue + fee - discount;
}
