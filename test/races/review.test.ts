import { describe, expect, test } from 'vitest';
import type { Event } from '../../shared/contract/event.ts';
import { DIALECTS } from '../support/databases.ts';
import { race } from './contestants.ts';
import { type Course, startCourse } from './course.ts';

const ROUNDS = 20;

/** The rewards of one purchase, by their ids. */
async function earn(course: Course, name: string): Promise<string[]> {
  const [answer] = await race(course.contestants, [course.purchase(name, `friend_of_${name}`)]);
  return (JSON.parse(answer?.text ?? '{}') as Event).rewards.map(({ id }) => id);
}

function people(course: Course) {
  const [one, other] = course.contestants;
  if (!one || !other) throw new Error('two race');
  return [one, other] as const;
}

describe.each(DIALECTS)('two people decide about one reward on %s', async (dialect) => {
  const course = await startCourse(dialect, { approval: 'manual' });
  const [one, other] = people(course);
  const decide = (who: typeof one, id: string, review: string) =>
    who.post(`/v1/rewards/${id}/${review}`, { reason: 'looked at it' });

  test(`in parallel, ${ROUNDS} times: one wins, the other is told the state, and the books agree`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [id = '', friends = ''] = await earn(course, `event_${round}`);
      const answers = await Promise.all([decide(one, id, 'approve'), decide(other, id, 'reject')]);
      expect(answers.map(({ status }) => status).toSorted(), `round ${round}`).toEqual([200, 409]);
      const both = await Promise.all([decide(one, friends, 'cancel'), decide(other, friends, 'reject')]);
      expect(both.map(({ status }) => status).toSorted(), `round ${round}`).toEqual([200, 409]);
    }
    const rejected = (await course.count('reward', `status = 'rejected'`)) ?? 0;
    const cancelled = (await course.count('reward', `status = 'cancelled'`)) ?? 0;
    const ordering = (await course.count('reward', `status = 'ordering'`)) ?? 0;
    expect(rejected + cancelled + ordering).toBe(2 * ROUNDS);
    expect(await course.count('order')).toBe(ordering);
    expect(await course.deps.store.read.budgets.find('friends')).toMatchObject({
      reserved: 1500 * ordering,
      spent: 0,
    });
  });
});

describe.each(DIALECTS)('a cancellation and a worker meet on one order on %s', async (dialect) => {
  const course = await startCourse(dialect);
  const [person, worker] = people(course);

  test(`${ROUNDS} times: either the gift card is made or the reward is cancelled, never both`, async () => {
    let cancelled = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = await earn(course, `order_${round}`);
      const [answers] = await Promise.all([
        Promise.all(ids.map((id) => person.post(`/v1/rewards/${id}/cancel`, { reason: 'too late?' }))),
        worker.work(),
      ]);
      for (const { status } of answers) expect([200, 409]).toContain(status);
      cancelled += answers.filter(({ status }) => status === 200).length;
    }
    await worker.work();
    expect(await course.count('reward', `status = 'cancelled'`)).toBe(cancelled);
    expect(await course.count('order', `status = 'cancelled' and attempts = 0`)).toBe(cancelled);
    expect(await course.count('reward', `status = 'issued'`)).toBe(2 * ROUNDS - cancelled);
    expect(await course.creates()).toEqual(Array(2 * ROUNDS - cancelled).fill(1));
    expect(await course.deps.store.read.budgets.find('friends')).toMatchObject({
      reserved: 0,
      spent: 1500 * (2 * ROUNDS - cancelled),
    });
  });
});
