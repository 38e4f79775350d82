import type { Decision } from '../../../shared/contract/decision.ts';
import type { RewardDetail } from '../../../shared/contract/reward.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import type { DecisionRecord } from '../decision/decision.ts';
import type { Reward } from './reward.ts';

/** What support wants to know of one reward. `decisions` are all of its event, in the order in which they were made. */
export function presentRewardDetail(
  reward: Reward,
  given: number,
  decisions: DecisionRecord[],
): RewardDetail {
  const ofRule = decisions.filter(
    ({ programId, ruleId }) => programId === reward.programId && ruleId === reward.ruleId,
  );
  // A rule decides its rewards one by one, in their order.
  const own = ofRule[reward.position];
  return {
    review: reward.review.map((reason) => ({ reason, text: SUPPORT_TEXTS[reason] })),
    approvals: { needed: reward.approvalsNeeded, given },
    decision: own ? presentDecision(own) : null,
  };
}

function presentDecision({ id, siteId, eventRowId, ...decision }: DecisionRecord): Decision {
  return decision;
}
