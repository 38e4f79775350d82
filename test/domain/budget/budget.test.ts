import { expect, test } from 'vitest';
import { available } from '../../../server/domain/budget/budget.ts';

const budget = { programId: 'friends', currency: 'USD', limit: 5000, reserved: 1500, spent: 3000 };

test('what is neither reserved nor spent can be promised', () => {
  expect(available(budget)).toBe(500);
});

test('a budget lowered below its promises is exhausted, never negative', () => {
  expect(available({ ...budget, limit: 1000 })).toBe(0);
});

test('no budget and a budget without a limit promise anything', () => {
  expect(available(undefined)).toBe(Number.POSITIVE_INFINITY);
  expect(available({ ...budget, limit: null })).toBe(Number.POSITIVE_INFINITY);
});
