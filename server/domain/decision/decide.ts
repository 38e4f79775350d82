import type { Check } from '../../../shared/contract/decision.ts';
import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import { levelOf } from '../fraud/level-of.ts';
import type { Limit } from '../limit/limit.ts';
import { frozenAt } from '../site/program.ts';
import { mostOf } from '../site/reward-value.ts';
import { pass, refuse, type StoredCheck } from './check.ts';
import { RULE_CHECKS } from './checks.ts';
import { countChecks } from './count-checks.ts';
import { type DecisionRecord, outcomeOf } from './decision.ts';
import { fraudCheck } from './fraud-check.ts';
import { Remainder } from './limit-checks.ts';
import { newCustomerCheck, personChecks, termsCheck } from './person-checks.ts';
import type { Situation } from './situation.ts';
import { settleValue } from './value-check.ts';
import { waitChecks } from './wait-checks.ts';

/** A decision about one reward of one rule, before it has ids. */
export type Verdict = {
  rule: Rule;
  reward: ProgramReward;
  /** The reward's place in the rule's list. */
  position: number;
  outcome: DecisionRecord['outcome'];
  checks: StoredCheck[];
  /** What the reward is worth: settled where it was earned, the most it can be where it was refused before that. */
  value: Money;
  /** The limits that it counts in. */
  limits: Limit[];
};

/** What the program's rules make of an event. */
export type Ruling = {
  verdicts: Verdict[];
  /** Rules whose conditions the event fulfils, whether or not a reward came of it: they count, and qualify a referral. */
  fulfilled: Rule[];
};

/**
 * Decides every reward that the program's rules hold for the event. Pure: the same situation gives the same
 * ruling. Rewards are decided one after another, each against what the ones before it left of limits and budget.
 */
export function decide(situation: Situation): Ruling {
  const { rules } = frozenAt(situation.program, situation.version);
  const remainder = new Remainder(situation);
  const asked = rules.filter((rule) => rule.on === situation.event.type);
  const rulings = asked.map((rule) => decideRule(rule, situation, remainder));
  return {
    verdicts: rulings.flatMap(({ verdicts }) => verdicts),
    fulfilled: rulings.flatMap(({ rule, isFulfilled }) => (isFulfilled ? [rule] : [])),
  };
}

function decideRule(rule: Rule, situation: Situation, remainder: Remainder) {
  const conditions = [
    ...RULE_CHECKS.flatMap((check) => check(rule, situation) ?? []),
    newCustomerCheck(situation) ?? [],
    actorChecks(situation),
  ].flat();
  const verdicts = rule.rewards.map((reward, position) =>
    decideReward({ rule, reward, position, conditions }, situation, remainder),
  );
  const isFulfilled = rule.rewards.some(
    (reward) => outcomeOf([...bindingChecks(reward, situation), ...conditions]) !== 'refused',
  );
  return { rule, verdicts, isFulfilled };
}

type Candidate = Pick<Verdict, 'rule' | 'reward' | 'position'> & { conditions: Check[] };

/** Asks group after group, and no further than the first group that refuses: what comes later would say nothing. */
function decideReward(candidate: Candidate, situation: Situation, remainder: Remainder): Verdict {
  const { rule, reward, position, conditions } = candidate;
  const limits = remainder.limitsOf(reward);
  let value = mostOf(reward.value);
  const groups: (() => StoredCheck[])[] = [
    () => [...bindingChecks(reward, situation), ...conditions],
    () => [...receiverChecks(rule, reward, situation), ...countChecks(rule, situation)],
    () => {
      const settled = settleValue(rule, reward, situation);
      value = settled.value ?? value;
      return [settled.check];
    },
    () => suspicionChecks(reward, situation),
    () => remainder.limitChecks(limits, value),
    () => [remainder.budgetCheck(value)],
    () => waitChecks(situation, value),
  ];
  const checks: StoredCheck[] = [];
  for (const group of groups) {
    checks.push(...group());
    if (outcomeOf(checks) === 'refused') break;
  }
  const outcome = outcomeOf(checks);
  if (outcome !== 'refused') remainder.take(limits, value);
  return { rule, reward, position, outcome, checks, value, limits };
}

/** Referrer and friend need a referral between them; the person who acted needs nobody. */
function bindingChecks({ to }: ProgramReward, { attribution }: Situation): Check[] {
  return to === 'participant' ? [pass('attribution', 'no_referrer_needed')] : attribution.checks;
}

function actorChecks(situation: Situation): Check[] {
  const who = situation.attribution.referral ? 'friend' : 'customer';
  return personChecks(who, situation.people.actor, situation);
}

/** What is asked of whoever gets the reward, beyond what was asked of the one who acted. */
function receiverChecks(rule: Rule, { to }: ProgramReward, situation: Situation): Check[] {
  const { referrer, actor } = situation.people;
  const receiver = to === 'referrer' ? referrer : actor;
  if (!receiver) return [];
  return [
    to === 'referrer' ? personChecks('referrer', receiver, situation) : [],
    termsCheck(receiver, situation) ?? [],
    onceCheck(rule, receiver.id, situation) ?? [],
  ].flat();
}

function onceCheck(
  { id, when }: Rule,
  receiverId: string | null,
  { rewardedBefore }: Situation,
): Check | null {
  if (!when.oncePerPerson) return null;
  return rewardedBefore.has(`${id} ${receiverId}`)
    ? refuse('once_per_person', 'already_rewarded')
    : pass('once_per_person', 'once_per_person');
}

/** Either side is looked at by itself: what speaks against the friend does not hold the referrer's reward. */
function suspicionChecks({ to }: ProgramReward, { suspicion, program }: Situation): Check[] {
  const level = levelOf(program.live);
  if (!suspicion || level === 'off') return [];
  return [fraudCheck(to === 'referrer' ? suspicion.referrer : suspicion.friend, level)];
}
