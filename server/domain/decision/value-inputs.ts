import type { Money } from '../../../shared/money.ts';
import type { Product } from '../order/gift-cards.ts';

/** The numbers that a reward's value is made of. Amounts are minor units. */
export type ValueInputs =
  | { kind: 'fixed'; value: Money }
  | {
      kind: 'share';
      currency: string;
      /** What the share is of: the event's amount without what came back. */
      base: number;
      basisPoints: number;
      floor: number | null;
      cap: number;
      /** The values that the gift card has up to the cap; null where its catalogue was not known. */
      denominations: Product['denominations'] | null;
    };

const WHOLE = 10_000n;

/**
 * The value that the inputs come to; null where a gift card has none that small. A share is rounded down to whole minor
 * units, kept between floor and cap, then rounded down to a value of the gift card.
 */
export function worthOf(inputs: ValueInputs): Money | null {
  if (inputs.kind === 'fixed') return inputs.value;
  const { currency, base, basisPoints, floor, cap, denominations } = inputs;
  // Whole numbers all the way: an amount times basis points may leave the safe integers.
  const exact = Number((BigInt(base) * BigInt(basisPoints)) / WHOLE);
  const kept = Math.min(Math.max(exact, floor ?? 0), cap);
  const amount = denominations ? fittingValue(denominations, kept) : kept;
  return amount > 0 ? { amount, currency } : null;
}

/** The largest value of the gift card that is not above `amount`; 0 when all are. */
function fittingValue(denominations: Product['denominations'], amount: number): number {
  if (denominations.kind === 'range') {
    return amount < denominations.min ? 0 : Math.min(amount, denominations.max);
  }
  return Math.max(0, ...denominations.values.filter((value) => value <= amount));
}
