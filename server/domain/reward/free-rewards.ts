import { rewardEntry } from '../budget/reward-entry.ts';
import type { Ids } from '../ids.ts';
import { inLimitOrder, type LimitUse, limitName } from '../limit/limit.ts';
import { limitKeysOfReward } from '../limit/limits-of.ts';
import type { Sites } from '../site/site.ts';
import type { Rows } from '../store.ts';
import type { Reward } from './reward.ts';

/** A reward that stays and was made smaller by `amount` (minor units). */
type Reduced = { reward: Reward; amount: number };

type Freeing = { ids: Ids; sites: Pick<Sites, 'program'>; now: number };

/**
 * Gives back what rewards that nobody gets any more had taken, and what others were reduced by: their places in the
 * program's limits, and their part of its budget. The last thing in a write: limits and budget are the rows that all
 * writes of a program meet on.
 */
export async function freeRewards(
  rows: Rows,
  { ids, sites, now }: Freeing,
  rewards: Reward[],
  reduced: Reduced[] = [],
): Promise<void> {
  const freed: Freed[] = [
    ...rewards.map((reward) => ({ reward, count: 1, amount: reward.value.amount })),
    ...reduced.map((each) => ({ ...each, count: 0 })),
  ];
  const byProgram = [...Map.groupBy(freed, ({ reward }) => reward.programId)].toSorted();
  for (const [programId, own] of byProgram) {
    await rows.limits.giveBack(programId, sumUp(own.flatMap((each) => usesOf(sites, each))));
  }
  for (const [programId, own] of byProgram) {
    const entries = own.map(({ reward, count, amount }) =>
      rewardEntry(ids, reward, count > 0 ? 'release' : 'reduce', now, amount),
    );
    const { release = [], reduce = [] } = Object.groupBy(entries, ({ kind }) => kind);
    await rows.budgets.releaseAll(programId, release);
    for (const entry of reduce) await rows.budgets.reduce(entry);
  }
}

/** A reward of which a part is left still counts as one. */
type Freed = Reduced & { count: number };

function usesOf(sites: Freeing['sites'], { reward, count, amount }: Freed): LimitUse[] {
  const { id, programId } = reward;
  const program = sites.program(programId);
  if (!program) throw new Error(`reward ${id} has no program`);
  return limitKeysOfReward(program.live, reward).map((key) => ({ ...key, count, amount }));
}

/** One use for each key, in the order in which all writes take them. */
function sumUp(uses: LimitUse[]): LimitUse[] {
  const summed = [...Map.groupBy(uses, limitName).values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ ...first, count: total(own, 'count'), amount: total(own, 'amount') }] : [];
  });
  return inLimitOrder(summed);
}

function total(uses: LimitUse[], column: 'count' | 'amount'): number {
  return uses.reduce((sum, use) => sum + use[column], 0);
}
