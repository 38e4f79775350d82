import type { Percentage, ProgramReward } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import type { Product } from '../order/gift-cards.ts';

const WHOLE = 10_000n;

/** The terms that hold from the `count`th qualifying event on: those of the highest tier that it reaches. */
export function tierOf({ value, tiers = [] }: ProgramReward, count: number): ProgramReward['value'] {
  const reached = tiers.filter(({ from }) => from <= count).toSorted((a, b) => b.from - a.from)[0];
  return reached?.value ?? value;
}

/**
 * What a percentage of an amount comes to, in minor units: rounded down, kept between floor and cap, then down to a
 * value that the gift card has. Null when the gift card has no value that small.
 */
export function shareOf(
  { basisPoints, floor, cap }: Percentage,
  amount: number,
  product: Product | undefined,
): Money | null {
  // Whole numbers all the way: an amount times basis points may leave the safe integers.
  const exact = Number((BigInt(amount) * BigInt(basisPoints)) / WHOLE);
  const kept = Math.min(Math.max(exact, floor?.amount ?? 0), cap.amount);
  const fitting = product ? fittingValue(product, kept) : kept;
  return fitting > 0 ? { amount: fitting, currency: cap.currency } : null;
}

/** The largest value of the gift card that is not above `amount`; 0 when all are. */
export function fittingValue({ denominations }: Product, amount: number): number {
  if (denominations.kind === 'range') {
    return amount < denominations.min ? 0 : Math.min(amount, denominations.max);
  }
  return Math.max(0, ...denominations.values.filter((value) => value <= amount));
}
