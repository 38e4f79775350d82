import type { Check } from '../../../shared/contract/decision.ts';
import type { Approval } from '../../../shared/contract/program.ts';
import { formatMoney, type Money } from '../../../shared/money.ts';
import { DAY_MS } from '../clock.ts';
import { frozenAt } from '../site/program.ts';
import { pass, refuse, wait } from './check.ts';
import type { Situation } from './situation.ts';

/** What a reward that is earned still waits for: a person's approval, and the end of the time for returns. */
export function waitChecks(situation: Situation, value: Money): Check[] {
  return [approvalCheck(situation.program.live.approval, value), holdCheck(situation)].flatMap(
    (check) => check ?? [],
  );
}

function approvalCheck(approval: Approval, value: Money): Check | null {
  if (approval === 'auto') return null;
  if (approval === 'manual') return refuse('approval', 'awaiting_approval');
  const detail = `${formatMoney(value)}; up to ${formatMoney(approval.over)} the program approves by itself.`;
  return value.amount > approval.over.amount
    ? refuse('approval', 'awaiting_approval', detail)
    : pass('approval', 'no_approval_needed', detail);
}

/** How many people have to approve a reward of this value when it needs approval. */
export function approvalsNeeded(approval: Approval, value: Money): number {
  const needsTwo = typeof approval === 'object' && approval.twoOver && value.amount > approval.twoOver.amount;
  return needsTwo ? 2 : 1;
}

/** The hold counts from the deed, so that an event that was told late does not wait longer. */
function holdCheck({ program, version, event, now }: Situation): Check | null {
  const { days } = frozenAt(program, version).hold;
  if (days === 0) return null;
  const until = event.occurredAt + days * DAY_MS;
  if (until <= now) return pass('hold', 'hold_over');
  return wait('hold', 'hold_period', until, `It waits ${days} days in case of a return.`);
}
