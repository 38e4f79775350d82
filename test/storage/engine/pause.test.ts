import { expect, test } from 'vitest';
import { fullJitter } from '../../../server/storage/pause.ts';

test.each([
  [0, 5],
  [1, 10],
  [3, 40],
  [20, 250],
  [1_000_000, 250],
])('attempt %i waits between nothing and %i ms', (attempt, ceilingMs) => {
  expect(fullJitter(attempt, 5, 250, () => 0)).toBe(0);
  expect(fullJitter(attempt, 5, 250, () => 0.5)).toBe(ceilingMs / 2);
  expect(fullJitter(attempt, 5, 250, () => 1)).toBe(ceilingMs);
});
