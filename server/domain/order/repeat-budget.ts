import { SECOND_MS } from '../clock.ts';
import type { Account } from './account.ts';
import type { Order } from './order.ts';

/** A first send earns a tenth of a repeat: in the long run one repeat goes with ten of them. */
const EARNED_TENTHS = 1;
const REPEAT_TENTHS = 10;
/** A short trouble is repeated at once, for as many orders. */
const MOST_TENTHS = 100;
/** Without a first send for so long there is nothing that repeats could crowd out. */
const QUIET_MS = 10 * SECOND_MS;

export type RepeatBudget = Pick<Account, 'repeatTenths' | 'firstSentAt'>;

/** Whether an order that was sent before, with an unknown outcome, may be sent again among the first sends of the account. */
export function mayRepeat({ repeatTenths, firstSentAt }: RepeatBudget, now: number): boolean {
  return repeatTenths >= REPEAT_TENTHS || now - firstSentAt >= QUIET_MS;
}

/**
 * The budget after an attempt at the order, or null when it does not allow it. Looks at orders that the upstream has are
 * free: they place nothing.
 */
export function afterAttempt(
  budget: RepeatBudget,
  { status }: Pick<Order, 'status'>,
  now: number,
): RepeatBudget | null {
  if (status === 'pending') return budget;
  if (status === 'queued') {
    return { repeatTenths: Math.min(MOST_TENTHS, budget.repeatTenths + EARNED_TENTHS), firstSentAt: now };
  }
  if (!mayRepeat(budget, now)) return null;
  return { ...budget, repeatTenths: Math.max(0, budget.repeatTenths - REPEAT_TENTHS) };
}
