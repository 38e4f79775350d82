import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { race } from './contestants.ts';
import { type Course, startCourse } from './course.ts';
import { standstill } from './standstill.ts';

const FRIENDS = 5;
const ROUNDS = 5;

async function queueOrders(course: Course, round = 1): Promise<void> {
  const events = Array.from({ length: FRIENDS }, (_, index) =>
    course.purchase(`event_${round}_${index}`, `friend_${round}_${index}`),
  );
  await race(course.contestants, events);
}

/** Both workers have picked the same orders before either may take one: the worst that can happen, each time. */
function workFromOneStart({ contestants, databaseUrl }: Course): Promise<void> {
  return standstill(databaseUrl, 'update account set id = id', ...contestants.map(({ work }) => work));
}

describe.each(DIALECTS)('two workers on %s', async (dialect) => {
  const course = await startCourse(dialect);
  await queueOrders(course);

  test('send each order once', async () => {
    if (dialect === 'postgres') await workFromOneStart(course);
    else await Promise.all(course.contestants.map(({ work }) => work()));
    expect(await course.creates()).toEqual(Array(2 * FRIENDS).fill(1));
    expect(await course.count('order', `status = 'completed' and attempts = 1`)).toBe(2 * FRIENDS);
    expect(await course.count('referral', `status = 'completed'`)).toBe(FRIENDS);
  });
});

describe('without the fence of attempts, on postgres', async () => {
  const course = await startCourse('postgres');
  await course.drop('attempt', 'attempt_fence');

  // Losing the fence allows a second sending, it does not force one: a single round was seen to miss it.
  test('the same race sends orders twice', async () => {
    for (let round = 1; round <= ROUNDS && Math.max(0, ...(await course.creates())) < 2; round += 1) {
      await queueOrders(course, round);
      await workFromOneStart(course);
    }
    expect(Math.max(...(await course.creates()))).toBe(2);
  });
});
