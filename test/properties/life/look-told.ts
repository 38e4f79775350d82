import { expect } from 'vitest';
import { replay } from '../../../server/domain/decision/replay.ts';
import { goodturn as run } from '../../cli/run.ts';
import { allRewards, type Life } from './life.ts';

/** A text into which a value was put that is not there. */
const GAP = /undefined|NaN|\[object/;

/**
 * Everything that happened can be told afterwards: timelines end where their rewards are, decisions replay out of their
 * checks, and support finds events and people, also those who were erased.
 */
export async function expectTold(life: Life): Promise<void> {
  const { goodturn, purchases, members } = life;
  const rewards = await allRewards(life);
  for (const { id } of rewards) {
    const answer = await goodturn.get(`/v1/rewards/${id}`);
    expect(answer.status).toBe(200);
    const { status, timeline } = await answer.json();
    expect(timeline.at(-1), id).toMatchObject({ status });
  }
  for (const eventId of purchases.values()) await expectEvent(life, eventId);
  for (const { externalId } of members) {
    expect((await goodturn.post('/v1/lookups', { externalId })).status).toBe(200);
    const { status } = await goodturn.get(`/v1/participants/${externalId}/export`);
    expect([200, 404], `export of ${externalId}`).toContain(status);
  }
  const [newest] = rewards.toReversed();
  if (newest) await expectExplained(life, newest.id);
}

async function expectEvent(life: Life, eventId: string): Promise<void> {
  const { get, post, deps } = life.goodturn;
  const { read } = deps.store;
  const event = await read.events.find('acme', eventId);
  // Named by a return, and never told.
  if (!event) return;
  for (const { outcome, checks } of await read.decisions.ofEvent(event.id))
    expect(replay(checks).outcome).toBe(outcome);
  expect((await get(`/v1/events/${eventId}`)).status).toBe(200);
  expect((await post('/v1/lookups', { eventId })).status).toBe(200);
}

async function expectExplained({ goodturn }: Life, id: string): Promise<void> {
  const { code, said, complained } = await run(goodturn.databaseUrl, ['explain', id]);
  expect({ code, complained }).toEqual({ code: 0, complained: [] });
  expect(said.join('\n')).not.toMatch(GAP);
}
