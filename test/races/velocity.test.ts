import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { race, tally } from './contestants.ts';
import { startCourse } from './course.ts';

const EVENTS = 50;
const MOST = 10;

describe.each(DIALECTS)(
  `at most ${MOST} friends within an hour, under ${EVENTS} parallel events on %s`,
  async (dialect) => {
    const velocity = { perReferrer: { friends: MOST, minutes: 60 } };
    const course = await startCourse(dialect, { fraud: { level: 'balanced', velocity } });

    test('two servers let exactly ten pass, and hold every other one for a person', async () => {
      const events = Array.from({ length: EVENTS }, (_, at) =>
        course.purchase(`event_${at}`, `friend_${at}`),
      );
      const answers = await race(course.contestants, events);
      expect(tally(answers)).toEqual({ 201: EVENTS });
      const beyond = answers.filter(({ text }) => text.includes(`velocity +60 (${MOST + 1} by one referrer`));
      expect(beyond).toHaveLength(EVENTS - MOST);
      expect(await course.count('reward', `beneficiary = 'referrer' and status = 'held'`)).toBe(
        EVENTS - MOST,
      );
    });
  },
);
