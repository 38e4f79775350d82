import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOf, tierOf } from '../../../server/domain/decision/settle-value.ts';
import type { Product } from '../../../server/domain/order/gift-cards.ts';
import type { ProgramReward } from '../../../shared/contract/program.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

function productWith(denominations: Product['denominations']): Product {
  return {
    id: 'CVS',
    name: 'CVS',
    description: '',
    currency: 'USD',
    denominations,
    deliveries: ['Links'],
    terms: '',
    cost: { fee: 0, discountBasisPoints: 0 },
  };
}

const FIXED = productWith({ kind: 'fixed', values: [1000, 1500, 2000, 2500, 5000] });
const RANGE = productWith({ kind: 'range', min: 500, max: 10_000 });
const TEN_PERCENT = { basisPoints: 1000, cap: usd(5000) };

describe('a percentage of an amount', () => {
  test.each([
    ['is rounded down to a value of the gift card', 17_999, FIXED, 1500],
    ['takes a value that it meets exactly', 20_000, FIXED, 2000],
    ['stops at the cap', 900_000, FIXED, 5000],
    ['is no gift card when it is less than the smallest', 9_999, FIXED, null],
    ['fits a range to the minor unit', 17_999, RANGE, 1799],
    ['is no gift card under the range', 4_999, RANGE, null],
    ['is exact where the catalogue is not known', 17_999, undefined, 1799],
    ['of nothing is nothing', 0, undefined, null],
  ])('%s', (_name, amount, product, expected) => {
    expect(shareOf(TEN_PERCENT, amount, product)).toEqual(expected === null ? null : usd(expected));
  });

  test('is lifted to the floor before it is rounded down', () => {
    expect(shareOf({ ...TEN_PERCENT, floor: usd(1000) }, 100, FIXED)).toEqual(usd(1000));
    expect(shareOf({ ...TEN_PERCENT, floor: usd(1200) }, 100, FIXED)).toEqual(usd(1000));
  });

  test('never leaves whole numbers, the cap, or the share itself', () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });
    const shares = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(amounts, shares, fc.integer({ min: 1, max: 10_000_000 }), (amount, basisPoints, cap) => {
        const share = shareOf({ basisPoints, cap: usd(cap) }, amount, undefined)?.amount ?? 0;
        expect(Number.isSafeInteger(share)).toBe(true);
        expect(share).toBeLessThanOrEqual(cap);
        expect(BigInt(share) * 10_000n).toBeLessThanOrEqual(BigInt(amount) * BigInt(basisPoints));
      }),
    );
  });
});

test('a tier holds from its number on, whatever the order in which tiers are written', () => {
  const reward: ProgramReward = {
    to: 'referrer',
    productId: 'CVS',
    value: usd(1000),
    tiers: [
      { from: 11, value: usd(2500) },
      { from: 3, value: usd(1500) },
    ],
    delivery: 'Links',
  };
  expect([1, 2, 3, 10, 11, 99].map((count) => tierOf(reward, count))).toEqual(
    [1000, 1000, 1500, 1500, 2500, 2500].map(usd),
  );
});
