import type { BudgetAnswer } from '../../../shared/contract/budget.ts';
import { toIso } from '../clock.ts';
import { available, type Budget, type LedgerEntry } from './budget.ts';

/** A budget with one page of its ledger, as the API shows it. */
export function presentBudget(
  budget: Budget,
  entries: LedgerEntry[],
  nextCursor: string | null,
): BudgetAnswer {
  const { programId, currency, limit, reserved, spent } = budget;
  return {
    programId,
    currency,
    limit,
    reserved,
    spent,
    available: limit === null ? null : available(budget),
    entries: {
      data: entries.map(({ id, rewardId, batchRowId, kind, amount, createdAt }) => ({
        id,
        rewardId,
        rewardBatchId: batchRowId,
        kind,
        amount,
        createdAt: toIso(createdAt),
      })),
      nextCursor,
    },
  };
}
