import type { Check } from '../../../shared/contract/decision.ts';
import type { Money } from '../../../shared/money.ts';
import { budgetCheck } from '../decision/budget-check.ts';
import { DomainError } from '../errors.ts';
import { available, type BudgetRows } from './budget.ts';

type Budgets = { budgets: Pick<BudgetRows, 'find'> };

/** What somebody wants to give in a program; `path` is where they wrote its currency. */
type Wanted = { programId: string; value: Money; path?: string };

/**
 * The check that the program's budget covers what a person gives; they are asked for nothing else. Throws `bad_request`
 * for another currency than the budget's, and `budget_exhausted`.
 */
export async function coveredBy(
  { budgets }: Budgets,
  { programId, value, path = 'value.currency' }: Wanted,
): Promise<Check> {
  const budget = await budgets.find(programId);
  const covered = budgetCheck(budget ? { left: available(budget), currency: budget.currency } : null, value);
  if (covered.passed) return covered;
  if (covered.reason !== 'currency_differs') throw new DomainError('budget_exhausted', covered.detail);
  const message = `must be ${budget?.currency}, as the program's budget is`;
  throw new DomainError('bad_request', `${path} ${message}.`, { errors: [{ path, message }] });
}
