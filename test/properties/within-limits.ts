import { expect } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import type { Reward } from '../../server/domain/reward/reward.ts';
import type { Harness } from '../support/harness.ts';
import { type Play, rewardsOf } from './play.ts';

/**
 * Reckons from the rewards themselves that none was made beyond a limit of its time or the budget, and that the ledger
 * says the same. What stood before a limit was made smaller may stay.
 */
export async function expectWithinLimits(goodturn: Harness, play: Play): Promise<void> {
  const rewards = await rewardsOf(goodturn, play);
  const living = rewards.filter(({ status }) => status !== 'rejected' && status !== 'cancelled');
  const { perReferrer, perDay, total } = play.program.limits;
  const isNew = ({ id }: Reward) => !play.stood.has(id);
  if (total !== undefined && living.some(isNew)) expect(living.length, 'in all').toBeLessThanOrEqual(total);
  for (const [day, own] of by(living, (reward) => periodOf(play, 'day', reward))) {
    if (perDay !== undefined && own.some(isNew)) expect(own.length, day).toBeLessThanOrEqual(perDay);
  }
  if (perReferrer) {
    const { count = Number.POSITIVE_INFINITY, amount, per } = perReferrer;
    const people = living.filter(({ beneficiary }) => beneficiary !== 'friend');
    const key = (reward: Reward) => `${reward.participantId} ${periodOf(play, per, reward)}`;
    for (const [name, own] of by(people, key)) {
      if (!own.some(isNew)) continue;
      expect(own.length, name).toBeLessThanOrEqual(count);
      expect(sum(own), name).toBeLessThanOrEqual(amount?.amount ?? Number.POSITIVE_INFINITY);
    }
  }
  play.stood = new Set(living.map(({ id }) => id));
  await expectLedger(goodturn, play, living);
}

async function expectLedger({ deps }: Harness, { id, program }: Play, living: Reward[]): Promise<void> {
  const { budgets } = deps.store.read;
  const { reserved = 0, spent = 0 } = (await budgets.find(id)) ?? {};
  const isBought = ({ status }: Reward) => ['issued', 'opened', 'withheld'].includes(status);
  expect(spent, 'spent').toBe(sum(living.filter(isBought)));
  expect(reserved, 'reserved').toBe(sum(living.filter((reward) => !isBought(reward))));
  expect(reserved + spent).toBeLessThanOrEqual(program.budget ?? Number.POSITIVE_INFINITY);
  const entries = await budgets.entries(id);
  const booked = (...kinds: string[]) =>
    entries.reduce((total, { kind, amount }) => total + (kinds.includes(kind) ? amount : 0), 0);
  expect(booked('reserve') - booked('reduce', 'release', 'spend'), 'ledger').toBe(reserved);
  expect(booked('spend'), 'ledger').toBe(spent);
}

function by(rewards: Reward[], key: (reward: Reward) => string): Map<string, Reward[]> {
  return Map.groupBy(rewards, key);
}

function sum(rewards: Reward[]): number {
  return rewards.reduce((total, { value }) => total + value.amount, 0);
}

/** The period in which a reward was earned, told by the calendar of the platform. */
function periodOf({ program }: Play, per: string, { createdAt }: Reward): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: program.timezone }).format(createdAt);
  if (per === 'ever') return 'ever';
  if (per === 'week') return monday(day);
  return day.slice(0, { day: 10, month: 7, year: 4 }[per]);
}

function monday(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const since = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - since * DAY_MS).toISOString().slice(0, 10);
}
