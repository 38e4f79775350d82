import type { Ids } from '../ids.ts';
import type { LimitKey, LimitUse } from '../limit/limit.ts';
import { limitKeysOf } from '../limit/limits-of.ts';
import type { Sites } from '../site/site.ts';
import type { Rows } from '../store.ts';
import type { Reward } from './reward.ts';

/**
 * Gives back what rewards that nobody gets any more had taken: their places in the program's limits, and their part of
 * its budget. The last thing in a write: limits and budget are the rows that all writes of a program meet on.
 */
export async function freeRewards(
  rows: Rows,
  { ids, sites, now }: { ids: Ids; sites: Sites; now: number },
  rewards: Reward[],
): Promise<void> {
  const byProgram = [...Map.groupBy(rewards, (reward) => reward.programId)].toSorted();
  for (const [programId, own] of byProgram) {
    await rows.limits.giveBack(programId, sumUp(own.flatMap((reward) => usesOf(sites, reward))));
  }
  for (const [programId, own] of byProgram) {
    const entries = own.map(({ id: rewardId, value: { amount } }) => {
      const entry = { id: ids.next('bud'), programId, rewardId, kind: 'release' as const };
      return { ...entry, amount, createdAt: now };
    });
    await rows.budgets.releaseAll(programId, entries);
  }
}

function usesOf(sites: Sites, reward: Reward): LimitUse[] {
  const { id, programId, beneficiary, participantId, createdAt, value } = reward;
  const program = sites.program(programId);
  if (!program) throw new Error(`reward ${id} has no program`);
  const keys = limitKeysOf(program.live, { to: beneficiary, participantId, at: createdAt });
  return keys.map((key) => ({ ...key, count: 1, amount: value.amount }));
}

/** One use for each key, in the order in which events take them, so that no two writes wait for each other. */
function sumUp(uses: LimitUse[]): LimitUse[] {
  return [...Map.groupBy(uses, nameOf).values()]
    .flatMap((own) => {
      const [first] = own;
      return first ? [{ ...first, count: total(own, 'count'), amount: total(own, 'amount') }] : [];
    })
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function total(uses: LimitUse[], column: 'count' | 'amount'): number {
  return uses.reduce((sum, use) => sum + use[column], 0);
}

function nameOf({ scope, period }: LimitKey): string {
  return `${scope} ${period}`;
}
