import type { Ids } from '../ids.ts';
import type { Reward } from '../reward/reward.ts';
import type { BudgetEntry } from './budget.ts';

/** What is booked about a reward in its turn: its whole value, unless another `amount` (minor units) is given. */
export function rewardEntry(
  ids: Ids,
  { id, programId, takenUp, value }: Reward,
  kind: BudgetEntry['kind'],
  now: number,
  amount = value.amount,
): BudgetEntry {
  return { id: ids.next('bud'), programId, rewardId: id, kind, turn: takenUp, amount, createdAt: now };
}
