import type { Check } from '../../../shared/contract/decision.ts';
import type { ProgramReward } from '../../../shared/contract/program.ts';
import { formatMoney, type Money } from '../../../shared/money.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import { type Limit, type LimitUse, limitName } from '../limit/limit.ts';
import { limitsOf, PROGRAM_SCOPE } from '../limit/limits-of.ts';
import { budgetCheck } from './budget-check.ts';
import { pass, refuse } from './check.ts';
import type { Situation } from './situation.ts';

/**
 * What the rewards of one event leave of limits and budget, reward by reward: each is decided against what the ones
 * before it took.
 */
export class Remainder {
  readonly #situation: Situation;
  readonly #uses: Map<string, LimitUse>;
  #promised = 0;

  constructor(situation: Situation) {
    this.#situation = situation;
    this.#uses = new Map(situation.limitUses.map((use) => [limitName(use), use]));
  }

  /** The limits that a reward of this kind counts in now. */
  limitsOf({ to }: ProgramReward): Limit[] {
    const { program, people, now } = this.#situation;
    const receiver = to === 'referrer' ? people.referrer : people.actor;
    return limitsOf(program.live, { to, participantId: receiver?.id ?? '', at: now });
  }

  limitChecks(limits: Limit[], value: Money): Check[] {
    const reached = limits.find((limit) => !this.#leavesRoom(limit, value));
    if (reached) return [refuse('limits', reasonOf(reached), detailOf(reached, value))];
    return limits.length > 0 ? [pass('limits', 'within_limits')] : [];
  }

  budgetCheck(value: Money): Check {
    const { budget } = this.#situation;
    return budgetCheck(budget && { ...budget, left: budget.left - this.#promised }, value);
  }

  /** Counts a reward that was not refused. */
  take(limits: Limit[], { amount }: Money): void {
    this.#promised += amount;
    for (const limit of limits) {
      const { count, amount: used } = this.#useOf(limit);
      this.#uses.set(limitName(limit), { ...limit, count: count + 1, amount: used + amount });
    }
  }

  #useOf(limit: Limit): LimitUse {
    return this.#uses.get(limitName(limit)) ?? { ...limit, count: 0, amount: 0 };
  }

  #leavesRoom(limit: Limit, { amount }: Money): boolean {
    const use = this.#useOf(limit);
    const fits = limit.max === null || use.count < limit.max;
    return fits && (limit.maxAmount === null || use.amount + amount <= limit.maxAmount);
  }
}

function reasonOf({ scope, period }: Limit): ReasonCode {
  if (scope !== PROGRAM_SCOPE) return 'referrer_limit_reached';
  return period === 'ever' ? 'total_limit_reached' : 'daily_limit_reached';
}

function detailOf({ max, maxAmount, period }: Limit, { currency }: Money): string {
  const bounds = [
    ...(max === null ? [] : [max === 1 ? 'one reward' : `${max} rewards`]),
    ...(maxAmount === null ? [] : [formatMoney({ amount: maxAmount, currency })]),
  ];
  return `At most ${bounds.join(' and ')} ${spanOf(period)}.`;
}

/** A period's name, such as `month 2026-11-01`, in a sentence. */
function spanOf(period: string): string {
  const [length, first] = period.split(' ');
  if (length === 'ever') return 'in all';
  return length === 'day' ? `on ${first}` : `in the ${length} from ${first} on`;
}
