import type { Decision } from '../../../shared/contract/decision.ts';
import { campaignCheck } from '../attribution/campaign.ts';
import { type StoredCheck, shownCheck } from '../decision/check.ts';
import { outcomeOf } from '../decision/decision.ts';
import type { Credited } from './credited.ts';

/** A decision with the numbers that replay it. */
type StoredDecision = Omit<Decision, 'checks'> & { checks: StoredCheck[] };

/** What a program decided about an event: one decision for each reward that its rules hold for it. */
export function decisionsOf(credited: Credited): StoredDecision[] {
  const { program, version, attribution, campaign, verdicts } = credited;
  const evidence = campaign ? [campaignCheck(campaign)] : [];
  const common = {
    programId: program.id,
    programVersion: version,
    referralId: attribution.referral?.id ?? null,
    matchedBy: attribution.matchedBy ?? campaign?.matchedBy ?? null,
  };
  const decisions = verdicts.map(({ rule, reward, outcome, checks }) => ({
    ...common,
    ruleId: rule.id,
    beneficiary: reward.to,
    outcome,
    checks: [...evidence, ...checks],
  }));
  if (decisions.length > 0 || !failedToBind(credited)) return decisions;
  const { checks, ...refused } = unbound(credited);
  return [{ ...common, ...refused, checks: [...evidence, ...checks] }];
}

/** The same as anybody outside may read it. */
export function shownDecisionsOf(credited: Credited): Decision[] {
  return decisionsOf(credited).map((decision) => ({ ...decision, checks: decision.checks.map(shownCheck) }));
}

/** The event named a referrer and bound nobody: the reason must not get lost where no rule asks for the event. */
function failedToBind({ attribution, namesReferrer }: Credited): boolean {
  return namesReferrer && attribution.referral === null;
}

/** `attribution` stands in the place of a rule: it is what refused. */
function unbound({ attribution: { checks } }: Credited) {
  return { ruleId: 'attribution', beneficiary: 'referrer' as const, outcome: outcomeOf(checks), checks };
}
