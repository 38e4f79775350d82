import type { Product } from './gift-cards.ts';

/** Fee in minor units and discount in basis points, as a catalogue states them. */
export type CostTerms = Product['cost'];

/** What an account's catalogue says that a product costs. */
export type ProductCost = CostTerms & { accountId: string; productId: string };

/** What a card of this face value costs the account, in minor units; a part of one counts whole. */
export function costOf(faceValue: number, { fee, discountBasisPoints }: CostTerms): number {
  return Math.ceil((faceValue * (10_000 - discountBasisPoints)) / 10_000) + fee;
}
