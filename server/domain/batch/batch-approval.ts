import type { Approval } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import { approvalsNeeded } from '../decision/wait-checks.ts';

/** How many named keys have to approve a batch of this value in all before its first reward is made; 0 where none. */
export function batchApprovalsNeeded(approval: Approval, value: Money): number {
  if (approval === 'auto') return 0;
  if (approval !== 'manual' && value.amount <= approval.over.amount) return 0;
  return approvalsNeeded(approval, value);
}
