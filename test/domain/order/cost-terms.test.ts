import { expect, test } from 'vitest';
import { costOf } from '../../../server/domain/order/cost-terms.ts';

test.each([
  [1500, { fee: 0, discountBasisPoints: 0 }, 1500],
  [1500, { fee: 25, discountBasisPoints: 0 }, 1525],
  // The discount is rounded down, so that the account is never charged more than was agreed.
  [1001, { fee: 25, discountBasisPoints: 750 }, 951],
  [999_999_999_999, { fee: 25, discountBasisPoints: 750 }, 925_000_000_025],
])('a card worth %i minor units under %o costs %i, exact however large', (faceValue, terms, cost) => {
  expect(costOf(faceValue, terms)).toBe(cost);
});
