import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { race, tally } from './contestants.ts';
import { startCourse } from './course.ts';

const PURCHASES = 20;
const ROUNDS = 3;

describe.each(DIALECTS)('parallel first purchases of one friend on %s', async (dialect) => {
  const course = await startCourse(dialect);

  test('credit exactly one of them, and bind the friend once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const events = Array.from({ length: PURCHASES }, (_, index) =>
        course.purchase(`event_${round}_${index}`, `friend_${round}`),
      );
      const answers = await race(course.contestants, events);
      expect(tally(answers)).toEqual({ 201: PURCHASES });
      const credited = answers.filter(({ text }) => text.includes('"status":"credited"'));
      expect(credited).toHaveLength(1);
    }
    expect(await course.count('referral')).toBe(ROUNDS);
    expect(await course.count('reward')).toBe(2 * ROUNDS);
  });
});
