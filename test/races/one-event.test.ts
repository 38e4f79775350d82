import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { type Answer, race, tally } from './contestants.ts';
import { type Course, startCourse } from './course.ts';

const POSTS = 50;
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 4);

function isGiven({ status }: Answer): boolean {
  return status === 200 || status === 201;
}

function isReplay({ headers }: Answer): boolean {
  return headers.get('Idempotent-Replayed') === 'true';
}

/** Fifty posts of one event; every answer has to be the first one or tell when to come back. */
async function postAtOnce(course: Course, round: number, headers?: Record<string, string>) {
  const event = course.purchase(`event_${round}`, `friend_${round}`);
  const answers = await race(course.contestants, Array(POSTS).fill(event), headers);
  const given = answers.filter(isGiven);
  const later = answers.filter(({ status }) => status === 409);
  const told = JSON.stringify(tally(answers));
  expect(given.length + later.length, told).toBe(POSTS);
  expect(
    given.filter((answer) => !isReplay(answer)).map(({ status }) => status),
    told,
  ).toEqual([201]);
  expect(new Set(given.map(({ text }) => text)).size, told).toBe(1);
  for (const { headers } of later) expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(await course.count('event', `"eventId" = 'event_${round}'`)).toBe(1);
  expect(await course.count('reward', `"eventId" = 'event_${round}'`)).toBe(2);
}

describe.each(DIALECTS)(`${POSTS} parallel posts of one event on %s`, async (dialect) => {
  const course = await startCourse(dialect);

  test('give one event, one reward for each side, one order for each reward', async () => {
    for (let round = 0; round < ROUNDS; round += 1) await postAtOnce(course, round);
    expect(await course.count('order')).toBe(2 * ROUNDS);
    expect(await course.count('referral')).toBe(ROUNDS);
    await Promise.all(course.contestants.map(({ work }) => work()));
    expect(await course.upstreamOrders()).toHaveLength(2 * ROUNDS);
    expect(new Set(await course.creates())).toEqual(new Set([1]));
  });

  test('with one Idempotency-Key give one original, and replays or a time to come back', async () => {
    for (let round = ROUNDS; round < 2 * ROUNDS; round += 1) {
      await postAtOnce(course, round, { 'Idempotency-Key': `key-${round}` });
    }
  });
});

describe('without the unique pair of site and event id, on postgres', async () => {
  const course = await startCourse('postgres');
  await course.drop('event', 'event_once');

  test('the same race writes the event more than once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const event = course.purchase(`event_${round}`, `friend_${round}`);
      await race(course.contestants, Array(POSTS).fill(event));
    }
    expect(await course.count('event')).toBeGreaterThan(ROUNDS);
  });
});
