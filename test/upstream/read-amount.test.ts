import { describe, expect, test } from 'vitest';
import { readBasisPoints, readCharge } from '../../server/upstream/read-amount.ts';

describe('a charge', () => {
  test.each([
    ['15', 'USD', 1500],
    ['15.5', 'USD', 1550],
    ['14.25', 'USD', 1425],
    ['14.250', 'USD', 1425],
    ['14.2501', 'USD', 1426],
    ['0.009', 'USD', 1],
    ['1500', 'JPY', 1500],
    ['1500.0', 'JPY', 1500],
    ['1500.1', 'JPY', 1501],
    ['1.005', 'KWD', 1005],
  ])('%s %s is %i minor units, never rounded down', (text, currency, amount) => {
    expect(readCharge(text, currency)).toBe(amount);
  });

  test.each(['', '.', '-1', '1e3', 'free', '1.x', '1.00x', '99999999999999999999'])(
    '%j cannot be read',
    (text) => {
      expect(readCharge(text, 'USD')).toBeNull();
    },
  );
});

describe('a discount', () => {
  test.each([
    ['0.1', 10],
    ['7.5', 750],
    ['10', 1000],
    ['7.559', 755],
    ['100', 10_000],
    ['-5', 0],
    ['much', 0],
  ])('of %s per cent is %i basis points', (text, basisPoints) => {
    expect(readBasisPoints(text)).toBe(basisPoints);
  });
});
