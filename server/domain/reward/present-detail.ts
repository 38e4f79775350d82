import type { Decision } from '../../../shared/contract/decision.ts';
import type { Reward as RewardAnswer, RewardDetail } from '../../../shared/contract/reward.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { shownCheck } from '../decision/check.ts';
import type { DecisionRecord } from '../decision/decision.ts';
import { presentReward, presentTimeline, type RewardOrder } from './present-reward.ts';
import type { Reward } from './reward.ts';

type Known = {
  order: RewardOrder | null;
  audit: AuditEntry[];
  /** What people wrote, by the entry of the audit. */
  notes: Map<string, string>;
  /** The returns that caused steps, by the entry of the audit. */
  causes: Map<string, string>;
  /** Approvals so far. */
  given: number;
  /** All decisions about its event, in the order in which they were made. */
  decisions: DecisionRecord[];
};

/** One reward with everything that support wants to know of it: lists and answers to events do without. */
export function presentRewardDetail(
  reward: Reward,
  { order, audit, notes, causes, given, decisions }: Known,
): RewardAnswer & RewardDetail {
  return {
    ...presentReward(reward, order, audit),
    timeline: presentTimeline(audit).map((reported, index) => {
      const { id = '' } = audit[index] ?? {};
      const [note, eventId] = [notes.get(id), causes.get(id)];
      return {
        ...reported,
        text: SUPPORT_TEXTS[reported.reason],
        ...(eventId !== undefined && { eventId }),
        ...(note !== undefined && { note }),
      };
    }),
    review: reward.review.map((reason) => ({ reason, text: SUPPORT_TEXTS[reason] })),
    approvals: { needed: reward.approvalsNeeded, given },
    decision: decisionOf(reward, decisions),
  };
}

/** A rule decides its rewards one by one, in their order. */
function decisionOf({ programId, ruleId, position }: Reward, decisions: DecisionRecord[]): Decision | null {
  const ofRule = decisions.filter((each) => each.programId === programId && each.ruleId === ruleId);
  const own = ofRule[position];
  if (!own) return null;
  const { id, siteId, eventRowId, referrerId, ...decision } = own;
  return { ...decision, checks: decision.checks.map(shownCheck) };
}
