import type { Percentage, ProgramReward } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import type { Product } from '../order/gift-cards.ts';
import { type ValueInputs, worthOf } from './value-inputs.ts';

/** The terms that hold from the `count`th qualifying event on: those of the highest tier that it reaches. */
export function tierOf({ value, tiers = [] }: ProgramReward, count: number): ProgramReward['value'] {
  const reached = tiers.filter(({ from }) => from <= count).toSorted((a, b) => b.from - a.from)[0];
  return reached?.value ?? value;
}

/** What a percentage of `base` (minor units) is made of, with the values of the gift card that it can come to. */
export function shareInputs(
  { basisPoints, floor, cap }: Percentage,
  base: number,
  product: Product | undefined,
): Extract<ValueInputs, { kind: 'share' }> {
  return {
    kind: 'share',
    currency: cap.currency,
    base,
    basisPoints,
    floor: floor?.amount ?? null,
    cap: cap.amount,
    denominations: product ? upTo(product.denominations, cap.amount) : null,
  };
}

/** What a percentage of an amount comes to; null when the gift card has no value that small. */
export function shareOf(percentage: Percentage, amount: number, product: Product | undefined): Money | null {
  return worthOf(shareInputs(percentage, amount, product));
}

function upTo(denominations: Product['denominations'], cap: number): Product['denominations'] {
  if (denominations.kind === 'range') return denominations;
  return { kind: 'fixed', values: denominations.values.filter((value) => value <= cap) };
}
