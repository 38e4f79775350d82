import { expect, test } from 'vitest';
import { afterAttempt, type RepeatBudget } from '../../../server/domain/order/repeat-budget.ts';
import { seededRandom } from './seeded-random.ts';

const START: RepeatBudget = { repeatTenths: 100, firstSentAt: 0 };

test('in a steady flow of first sends at most one repeat goes with ten of them, however many wait', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seededRandom(seed);
  let budget = START;
  let [firsts, repeats] = [0, 0];
  for (let now = 1; now < 2_000_000; now += 1 + Math.floor(random() * 400)) {
    const isFirst = random() < 0.5;
    const after = afterAttempt(budget, { status: isFirst ? 'queued' : 'unknown' }, now);
    if (!after) continue;
    budget = after;
    if (isFirst) firsts += 1;
    else repeats += 1;
  }
  expect(firsts, `seed ${seed}`).toBeGreaterThan(1000);
  // The ten of a full bucket are for the first trouble.
  expect(repeats - 10, `seed ${seed}`).toBeLessThanOrEqual(firsts / 10);
});

test('with nothing that they could crowd out, repeats go freely', () => {
  const empty = { repeatTenths: 0, firstSentAt: 1000 };
  expect(afterAttempt(empty, { status: 'unknown' }, 10_999)).toBeNull();
  expect(afterAttempt(empty, { status: 'unknown' }, 11_000)).toEqual(empty);
});

test('a look at an order that the upstream has is never held back', () => {
  const empty = { repeatTenths: 0, firstSentAt: 1000 };
  expect(afterAttempt(empty, { status: 'pending' }, 1000)).toEqual(empty);
});
