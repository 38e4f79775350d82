import type { Check } from '../../../shared/contract/decision.ts';
import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import { formatMoney } from '../../../shared/money.ts';
import { frozenAt } from '../site/program.ts';
import { pass, refuse } from './check.ts';
import { RULE_CHECKS } from './checks.ts';
import { type DecisionRecord, outcomeOf } from './decision.ts';
import type { Situation } from './situation.ts';

/** A decision about one reward of one rule, before it has ids. */
export type Verdict = {
  rule: Rule;
  reward: ProgramReward;
  /** The reward's place in the rule's list. */
  position: number;
  outcome: DecisionRecord['outcome'];
  checks: Check[];
};

/**
 * Decides every reward that the program's rules hold for the event. Pure: the same situation gives the same
 * verdicts. Rewards are decided one after another, each against what the ones before it left of the budget.
 */
export function decide(situation: Situation): Verdict[] {
  const { rules } = frozenAt(situation.program, situation.version);
  const { budget } = situation;
  let promised = 0;
  return rules
    .filter((rule) => rule.on === situation.event.type)
    .flatMap((rule) => {
      const ruleChecks = RULE_CHECKS.flatMap((check) => check(rule, situation) ?? []);
      return rule.rewards.map((reward, position) => {
        const before = [...beneficiaryChecks(reward, situation), ...ruleChecks];
        const checks =
          outcomeOf(before) === 'refused' ? before : [...before, budgetCheck(reward, budget, promised)];
        const outcome = outcomeOf(checks);
        if (outcome !== 'refused') promised += reward.value.amount;
        return { rule, reward, position, outcome, checks };
      });
    });
}

/** Referrer and friend need a referral between them; the person who acted needs nobody. */
function beneficiaryChecks(reward: ProgramReward, { attribution }: Situation): Check[] {
  return reward.to === 'participant' ? [pass('attribution', 'no_referrer_needed')] : attribution.checks;
}

function budgetCheck({ value }: ProgramReward, budget: Situation['budget'], promised: number): Check {
  if (budget === null) return pass('budget', 'budget_available');
  if (value.currency !== budget.currency) {
    // An older version's reward, from before the program changed its currency.
    const detail = `The reward is in ${value.currency}, and the budget is in ${budget.currency}.`;
    return refuse('budget', 'currency_differs', detail);
  }
  const missing = value.amount - (budget.left - promised);
  if (missing <= 0) return pass('budget', 'budget_available');
  const short = formatMoney({ amount: missing, currency: value.currency });
  return refuse('budget', 'budget_exhausted', `The budget is short of ${short}.`);
}
