import type { Check } from '../../../shared/contract/decision.ts';
import { formatMoney, type Money } from '../../../shared/money.ts';
import { pass, refuse } from './check.ts';

/** Whether a budget covers a value; null where the program has none. `left` is in minor units of `currency`. */
export function budgetCheck(budget: { left: number; currency: string } | null, value: Money): Check {
  if (budget === null) return pass('budget', 'budget_available');
  if (value.currency !== budget.currency) {
    // An older version's reward, from before the program changed its currency.
    const detail = `The reward is in ${value.currency}, and the budget is in ${budget.currency}.`;
    return refuse('budget', 'currency_differs', detail);
  }
  const missing = value.amount - budget.left;
  if (missing <= 0) return pass('budget', 'budget_available');
  const short = formatMoney({ amount: missing, currency: value.currency });
  return refuse('budget', 'budget_exhausted', `The budget is short of ${short}.`);
}
