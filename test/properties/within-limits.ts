import { expect } from 'vitest';
import type { LedgerEntry } from '../../server/domain/budget/budget.ts';
import { DAY_MS } from '../../server/domain/clock.ts';
import type { Reward } from '../../server/domain/reward/reward.ts';
import { GOODWILL } from '../../shared/contract/event.ts';
import type { Harness } from '../support/harness.ts';
import type { AnyProgram } from './any-program.ts';
import { rewardsOf } from './rewards-of.ts';

/** A program that is looked at again and again, with what was seen of it before. */
export type Watched = {
  id: string;
  program: Pick<AnyProgram, 'limits' | 'budget' | 'timezone'>;
  /** Ids of the rewards that stood when the limits were last looked at. */
  stood: Set<string>;
  /** What was promised and paid then, in minor units. */
  promised: number;
};

/**
 * Reckons from the rewards themselves that none was made beyond a limit of its time or the budget, and that the ledger
 * says the same. What stood before a limit was made smaller may stay.
 */
export async function expectWithinLimits(goodturn: Harness, watched: Watched): Promise<void> {
  const rewards = await rewardsOf(goodturn, watched);
  const living = rewards.filter(stands);
  const counted = living.filter(({ ruleId }) => ruleId !== GOODWILL);
  const { perReferrer, perDay, total } = watched.program.limits;
  const isNew = ({ id }: Reward) => !watched.stood.has(id);
  if (total !== undefined && counted.some(isNew)) expect(counted.length, 'in all').toBeLessThanOrEqual(total);
  for (const [day, own] of by(counted, (reward) => periodOf(watched, 'day', reward))) {
    if (perDay !== undefined && own.some(isNew)) expect(own.length, day).toBeLessThanOrEqual(perDay);
  }
  if (perReferrer) {
    const { count = Number.POSITIVE_INFINITY, amount, per } = perReferrer;
    const people = counted.filter(({ beneficiary }) => beneficiary !== 'friend');
    const key = (reward: Reward) => `${reward.participantId} ${periodOf(watched, per, reward)}`;
    for (const [name, own] of by(people, key)) {
      if (!own.some(isNew)) continue;
      expect(own.length, name).toBeLessThanOrEqual(count);
      expect(sum(own), name).toBeLessThanOrEqual(amount?.amount ?? Number.POSITIVE_INFINITY);
    }
  }
  watched.stood = new Set(living.map(({ id }) => id));
  await expectLedger(goodturn, watched, living);
}

async function expectLedger({ deps }: Harness, watched: Watched, living: Reward[]): Promise<void> {
  const { id, program } = watched;
  const { budgets } = deps.store.read;
  const { reserved = 0, spent = 0 } = (await budgets.find(id)) ?? {};
  const isBought = ({ status }: Reward) => ['issued', 'opened', 'withheld'].includes(status);
  const entries = await budgets.entries(id);
  const ofBatches = openOf(entries.filter(({ batchRowId }) => batchRowId !== null));
  expect(ofBatches, 'of batches').toBeGreaterThanOrEqual(0);
  expect(spent, 'spent').toBe(sum(living.filter(isBought)));
  expect(reserved - ofBatches, 'reserved').toBe(sum(living.filter((reward) => !isBought(reward))));
  expect(openOf(entries), 'ledger').toBe(reserved);
  expect(booked(entries, 'spend'), 'ledger').toBe(spent);
  // A budget that was made smaller than what is promised takes nothing back.
  if (reserved + spent > watched.promised)
    expect(reserved + spent, 'budget').toBeLessThanOrEqual(program.budget ?? Number.POSITIVE_INFINITY);
  watched.promised = reserved + spent;
}

function booked(entries: LedgerEntry[], ...kinds: LedgerEntry['kind'][]): number {
  return entries.reduce((total, { kind, amount }) => total + (kinds.includes(kind) ? amount : 0), 0);
}

/** What the entries still promise. */
function openOf(entries: LedgerEntry[]): number {
  return booked(entries, 'reserve') - booked(entries, 'reduce', 'release', 'spend');
}

/** Whether the reward takes a place and a part of the budget. */
export function stands({ status }: Pick<Reward, 'status'>): boolean {
  return status !== 'rejected' && status !== 'cancelled';
}

function by(rewards: Reward[], key: (reward: Reward) => string): Map<string, Reward[]> {
  return Map.groupBy(rewards, key);
}

export function sum(rewards: Reward[]): number {
  return rewards.reduce((total, { value }) => total + value.amount, 0);
}

/** The period in which a reward was earned, told by the calendar of the platform. */
export function periodOf({ program }: Pick<Watched, 'program'>, per: string, { createdAt }: Reward): string {
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
