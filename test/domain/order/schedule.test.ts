import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../server/domain/clock.ts';
import { backoffMs, pollMs } from '../../../server/domain/order/schedule.ts';
import { seededRandom } from './seeded-random.ts';

const CAP_MS = 5 * MINUTE_MS;
const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const tries = fc.oneof(fc.nat(40), fc.nat(1_000_000), fc.constant(1_000_000));

describe('the wait before a repeat', () => {
  test('lies between nothing and five minutes, however often it failed', () => {
    fc.assert(
      fc.property(tries, fraction, (failures, random) => {
        const wait = backoffMs(failures, () => random);
        expect(Number.isSafeInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(CAP_MS);
      }),
    );
  });

  test('is never shorter than the upstream asks for', () => {
    fc.assert(
      fc.property(tries, fraction, fc.nat(86_400_000), (failures, random, asked) => {
        expect(backoffMs(failures, () => random, asked)).toBeGreaterThanOrEqual(asked);
      }),
    );
  });

  test('grows to the same ceiling that a million failures have', () => {
    const ceilings = [0, 1, 2, 3, 8, 9, 30, 1_000_000].map((failures) =>
      backoffMs(failures, () => 0.999_999_9),
    );
    expect(ceilings).toEqual([1000, 2000, 4000, 8000, 256_000, CAP_MS, CAP_MS, CAP_MS]);
  });

  test('spreads a thousand orders that failed together: no second gets more than one in twenty', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seededRandom(seed);
    const waits = Array.from({ length: 1000 }, () => backoffMs(10, random));
    const perSecond = Map.groupBy(waits, (wait) => Math.floor(wait / SECOND_MS));
    const fullest = Math.max(...[...perSecond.values()].map((orders) => orders.length));
    expect(fullest, `seed ${seed}`).toBeLessThanOrEqual(50);
  });

  test('is spread evenly over its whole range (Kolmogorov–Smirnov, p > 0.001)', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seededRandom(seed);
    const count = 2000;
    const waits = Array.from({ length: count }, () => backoffMs(8, random) / 256_000).toSorted(
      (a, b) => a - b,
    );
    const distance = Math.max(...waits.map((wait, index) => Math.abs((index + 1) / count - wait)));
    expect(distance * Math.sqrt(count), `seed ${seed}`).toBeLessThan(1.95);
  });
});

describe('the wait between two looks', () => {
  test('follows the contract and never ends', () => {
    const waits = (notice: 'per_order' | 'none') =>
      [0, 1, 2, 3, 4, 5, 1_000_000].map((looks) => pollMs(looks, notice) / SECOND_MS);
    expect(waits('per_order')).toEqual([2, 5, 15, 60, 300, 1800, 1800]);
    expect(waits('none'), 'nobody tells us').toEqual([2, 5, 15, 60, 300, 300, 300]);
  });
});
