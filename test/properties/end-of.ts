import { expect } from 'vitest';
import type { LedgerEntry } from '../../server/domain/budget/budget.ts';
import type { Order } from '../../server/domain/order/order.ts';
import type { Reward } from '../../server/domain/reward/reward.ts';
import type { Harness } from '../support/harness.ts';
import type { makeUpstream } from './made-up-upstream.ts';
import { keptAfter, MIN_AMOUNT, PROGRAMS, type Story, worth } from './story.ts';

type Upstream = ReturnType<typeof makeUpstream>;

/** What can become of a reward whose purchase comes back, and (`whole`) of one of which enough is left. */
export const ENDS = ['voided', 'recomputed', 'withheld', 'loss', 'whole'] as const;
/** `refused`: returned before it was bought · `ended`: the upstream, or a person, ended it for another reason. */
export type End = (typeof ENDS)[number] | 'refused' | 'ended';

/** Entries of the ledger that belong to each status, without the parts that went before. */
const BOOKS: Partial<Record<Reward['status'], string[]>> = {
  cancelled: ['release reserve'],
  failed: ['reserve'],
  withheld: ['reserve spend'],
  issued: ['reserve spend'],
  opened: ['reserve spend', 'loss reserve spend'],
};

type Told = { upstream: Upstream; ledger: Map<string | null, LedgerEntry[]> };

/** The ledger of all programs, by reward. */
export async function ledgerOf({ deps }: Harness): Promise<Map<string | null, LedgerEntry[]>> {
  const entries = await Promise.all(PROGRAMS.map((id) => deps.store.read.budgets.entries(id)));
  return Map.groupBy(entries.flat(), ({ rewardId }) => rewardId);
}

/** Which end the story's reward has, after a look that it is one, and that ledger and upstream say the same. */
export async function endOf({ deps }: Harness, story: Story, { upstream, ledger }: Told): Promise<End> {
  const told = JSON.stringify(story);
  const reward = await rewardOf(deps, story);
  if (!reward) {
    expect(
      story.returns.some(({ at }) => at <= story.buysAt),
      told,
    ).toBe(true);
    return 'refused';
  }
  const [order] = await deps.store.read.orders.ofRewards([reward.id]);
  const own = ledger.get(reward.id) ?? [];
  const kinds = own
    .flatMap(({ kind }) => (kind === 'reduce' ? [] : kind))
    .toSorted()
    .join(' ');
  expect(BOOKS[reward.status], `${told} is ${reward.status}`).toContain(kinds);
  const reserved = own.find(({ kind }) => kind === 'reserve')?.amount ?? 0;
  const reduced = own.reduce((sum, { kind, amount }) => (kind === 'reduce' ? sum + amount : sum), 0);
  expect(reserved - reduced, told).toBe(reward.value.amount);
  expectUpstream(reward, order, upstream, told);
  expect(valuesOf(story), told).toContain(reward.value.amount);
  const end = nameOf(reward, { isLost: kinds.startsWith('loss'), isReduced: reduced > 0 });
  const isFallen = keptAfter(story) < MIN_AMOUNT;
  expect(isFallen ? FALLEN : standing(story), `${told} is ${JSON.stringify(reward)}`).toContain(end);
  return end;
}

const FALLEN: End[] = ['voided', 'withheld', 'loss'];

function standing(story: Story): End[] {
  // A share that became smaller than any gift card falls while it can.
  const isTooSmall = worth(story, keptAfter(story)) === 0;
  return ['whole', 'recomputed', 'ended', ...(isTooSmall ? (['voided'] as const) : [])];
}

function nameOf(
  { status, reason, reversedAt }: Reward,
  { isLost, isReduced }: { isLost: boolean; isReduced: boolean },
): End {
  if (status === 'withheld') return 'withheld';
  // What a return left waiting for proof, a person may end with it.
  if (status === 'cancelled' && (reason === 'refunded' || reversedAt !== null)) return 'voided';
  if (status === 'cancelled' || status === 'failed') return 'ended';
  if (isLost) return 'loss';
  return isReduced ? 'recomputed' : 'whole';
}

/** What the program gives after each of the returns: a reward stays at what it was when it was ordered. */
function valuesOf(story: Story): number[] {
  return [0, ...story.returns.keys(), story.returns.length].map((count) =>
    worth(story, keptAfter(story, count)),
  );
}

/** Nothing was bought for what nobody gets, and one gift card for what somebody gets. */
function expectUpstream(
  { status }: Reward,
  order: Order | undefined,
  { orders }: Upstream,
  told: string,
): void {
  const made = order && orders.get(order.poNumber)?.snapshot.state;
  if (status === 'cancelled' || status === 'failed') expect(made, told).not.toBe('completed');
  else expect(made, told).toBe('completed');
}

/** No budget is ever negative, and each is what its ledger says. */
export async function expectBooks({ deps }: Harness): Promise<void> {
  for (const id of PROGRAMS) {
    const budget = await deps.store.read.budgets.find(id);
    const entries = await deps.store.read.budgets.entries(id);
    const sum = (...kinds: string[]) =>
      entries.reduce((total, { kind, amount }) => total + (kinds.includes(kind) ? amount : 0), 0);
    const booked = { reserved: sum('reserve') - sum('reduce', 'release', 'spend'), spent: sum('spend') };
    expect(budget).toMatchObject(booked);
    expect(Math.min(booked.reserved, booked.spent)).toBeGreaterThanOrEqual(0);
  }
}

export async function rewardOf({ store }: Harness['deps'], { eventId }: Story): Promise<Reward | undefined> {
  const event = await store.read.events.find('acme', eventId);
  return event && (await store.read.rewards.ofEvent(event.id))[0];
}
