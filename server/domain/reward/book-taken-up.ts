import { rewardEntry } from '../budget/reward-entry.ts';
import { takePlaces } from '../limit/take-places.ts';
import { knownProgram } from '../site/known-program.ts';
import type { ReviewWrite } from './review.ts';
import type { TakenUp } from './take-up.ts';

/**
 * Takes places in limits and budget for rewards that were taken up again. The last thing in a write. Throws `LostRace`
 * where another write took the rest since it was looked at.
 */
export async function bookTakenUp(write: ReviewWrite, taken: TakenUp[]): Promise<void> {
  const byProgram = [...Map.groupBy(taken, ({ reward }) => reward.programId)].toSorted();
  for (const [programId, own] of byProgram)
    await takePlaces(write.rows.limits, knownProgram(write.site, programId), own);
  for (const [programId, own] of byProgram) {
    const entries = own.map(({ reward }) => rewardEntry(write.parts.ids, reward, 'reserve', write.now));
    await write.rows.budgets.reserve(programId, entries);
  }
}
