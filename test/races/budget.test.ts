import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { race, tally } from './contestants.ts';
import { type Course, startCourse, VALUE } from './course.ts';

const EVENTS = 50;
const COVERED = 10;
const LIMIT = COVERED * VALUE.amount;

/** One reward for each purchase, out of a budget of ten. */
const TEN_REWARDS: Parameters<typeof startCourse>[1] = {
  rules: [
    {
      id: 'purchase',
      on: 'purchase',
      when: { firstOnly: false },
      milestone: null,
      rewards: [{ to: 'referrer', productId: 'CVS', value: VALUE, delivery: 'Links' }],
    },
  ],
  budget: { amount: LIMIT, currency: 'USD' },
  // Looking for fraud takes the events of one referrer one after another, and they would not race for the budget.
  fraud: { level: 'off' },
};

function buyAtOnce(course: Course) {
  const events = Array.from({ length: EVENTS }, (_, index) =>
    course.purchase(`event_${index}`, `friend_${index}`),
  );
  return race(course.contestants, events);
}

/** Watches what is committed until the work is done; the most that was ever promised. */
async function mostPromised({ judge }: Course, work: Promise<unknown>): Promise<number> {
  const promised: number[] = [];
  let isDone = false;
  async function look(): Promise<void> {
    const budget = await judge.read.selectFrom('budget').selectAll().executeTakeFirstOrThrow();
    promised.push(budget.reserved + budget.spent);
  }
  async function watch(): Promise<void> {
    while (!isDone) {
      await look();
      // SQLite answers without waiting; the racers need their turn of the event loop.
      await setImmediate();
    }
    await look();
  }
  const end = () => {
    isDone = true;
  };
  await Promise.all([work.finally(end), watch()]);
  return Math.max(...promised);
}

describe.each(DIALECTS)(
  `a budget of ${COVERED} rewards under ${EVENTS} parallel events on %s`,
  async (dialect) => {
    const course = await startCourse(dialect, TEN_REWARDS);

    test('gives exactly ten; the others are told that it is exhausted, and no commit promises more', async () => {
      const buying = buyAtOnce(course);
      expect(await mostPromised(course, buying)).toBe(LIMIT);
      const answers = await buying;
      expect(tally(answers)).toEqual({ 201: EVENTS });
      const events = answers.map(({ text }) => JSON.parse(text) as { status: string });
      expect(events.filter(({ status }) => status === 'credited')).toHaveLength(COVERED);
      const refused = answers.filter(({ text }) => text.includes('budget_exhausted'));
      expect(refused).toHaveLength(EVENTS - COVERED);
      const ordering = Promise.all(course.contestants.map(({ work }) => work()));
      expect(await mostPromised(course, ordering)).toBe(LIMIT);
      expect(await course.deps.store.read.budgets.find('friends')).toMatchObject({
        reserved: 0,
        spent: LIMIT,
      });
      expect(await course.upstreamOrders()).toHaveLength(COVERED);
      expect(await course.count('reward')).toBe(COVERED);
    });
  },
);

describe('without the CHECK of the budget, on postgres', async () => {
  const course = await startCourse('postgres', TEN_REWARDS);
  await course.drop('budget', 'budget_covers');

  test('the same race promises more than there is', async () => {
    await buyAtOnce(course);
    expect(await course.count('reward')).toBeGreaterThan(COVERED);
  });
});
