import type { Money } from '../../../shared/money.ts';
import type { Product } from '../order/gift-cards.ts';

const WHOLE = 10_000n;

/** What a gift card costs by the catalogue, in minor units: its value with the fee, less the discount rounded down. */
export function cardCost(
  { cost: { fee, discountBasisPoints } }: Pick<Product, 'cost'>,
  { amount }: Money,
): number {
  // Whole numbers all the way: an amount times basis points may leave the safe integers.
  const discount = Number((BigInt(amount) * BigInt(discountBasisPoints)) / WHOLE);
  return amount + fee - discount;
}
