import { rewardEntry } from '../budget/reward-entry.ts';
import { inLimitOrder, limitName } from '../limit/limit.ts';
import { limitKeysOfReward } from '../limit/limits-of.ts';
import { knownProgram } from '../site/known-program.ts';
import type { ReviewWrite } from './review.ts';
import type { TakenUp } from './take-up.ts';

/**
 * Takes places in limits and budget for rewards that were taken up again. The last thing in a write. Throws `LostRace`
 * where another write took the rest since it was looked at.
 */
export async function bookTakenUp(write: ReviewWrite, taken: TakenUp[]): Promise<void> {
  const byProgram = [...Map.groupBy(taken, ({ reward }) => reward.programId)].toSorted();
  for (const [programId, own] of byProgram) await takeLimits(write, programId, own);
  for (const [programId, own] of byProgram) {
    const entries = own.map(({ reward }) => rewardEntry(write.parts.ids, reward, 'reserve', write.now));
    await write.rows.budgets.reserve(programId, entries);
  }
}

async function takeLimits({ rows, site }: ReviewWrite, programId: string, taken: TakenUp[]): Promise<void> {
  const { live } = knownProgram(site, programId);
  const uses = taken.flatMap(({ reward, limits }) =>
    limitKeysOfReward(live, reward).map((key) => ({
      ...key,
      amount: reward.value.amount,
      limit: limits.find((limit) => limitName(limit) === limitName(key)),
    })),
  );
  for (const { scope, period, amount, limit } of inLimitOrder(uses)) {
    const use = { count: 1, amount };
    if (limit) await rows.limits.take(programId, limit, use);
    // A limit that is not declared now goes on being counted, for the day on which it is again.
    else await rows.limits.count(programId, [{ scope, period, ...use }]);
  }
}
