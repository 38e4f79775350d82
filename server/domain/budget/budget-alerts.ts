import { formatMoney } from '../../../shared/money.ts';
import type { Alert } from '../alerts.ts';
import { HOUR_MS } from '../clock.ts';
import { available, type Budget, type BudgetRows } from './budget.ts';

/** Under a tenth of the limit a budget is low. */
const LOW_PART = 10;

/**
 * The alert of a budget that this very reservation made low, or null. `after` is what the reserving statement left, so
 * that of all reservations one crosses the line; after money came back it may be crossed again.
 */
export function lowBudgetAlert(after: Budget, reserved: number): Alert | null {
  const { programId, limit, currency } = after;
  if (limit === null) return null;
  const left = available(after);
  const wasLow = (left + reserved) * LOW_PART < limit;
  if (wasLow || left * LOW_PART >= limit) return null;
  const [rest, whole] = [left, limit].map((amount) => formatMoney({ amount, currency }));
  return {
    kind: 'budget_low',
    summary: `The budget of the program ${programId} is low: ${rest} of ${whole} are left.`,
    data: { programId, left, limit, currency },
  };
}

/** How long a program is not told about again: with an empty budget every event is refused for it. */
const QUIET_MS = HOUR_MS;

/** The alert of a program that refused a reward for want of budget, at most once an hour over all processes. */
export async function exhaustedAlert(
  budgets: BudgetRows,
  programId: string,
  now: number,
): Promise<Alert | null> {
  if (!(await budgets.tellExhausted(programId, now, now - QUIET_MS))) return null;
  return {
    kind: 'budget_exhausted',
    summary: `The budget of the program ${programId} does not cover its rewards any more: they are refused.`,
    data: { programId },
  };
}
