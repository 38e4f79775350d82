import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Verdict } from '../decision/decide.ts';
import type { Credited } from '../event/evaluate-programs.ts';
import type { EventRecord } from '../event/event.ts';
import type { Ids } from '../ids.ts';
import type { Participant } from '../participant/participant.ts';
import type { Reward } from './reward.ts';

/** A reward as it is after its first transaction: already on its way, with the steps that led there. */
export type EarnedReward = { reward: Reward; orderId: string; audit: AuditEntry[] };

type Occasion = { record: EventRecord; credited: Credited[]; now: number };

/** Makes the rewards of all verdicts that earned, without writing them. */
export function earnRewards(ids: Ids, occasion: Occasion): EarnedReward[] {
  const earned: EarnedReward[] = [];
  for (const credited of occasion.credited) {
    for (const verdict of credited.verdicts) {
      if (verdict.outcome === 'refused') continue;
      earned.push(earn(ids, occasion, credited, verdict, recipientOf(credited, verdict)));
    }
  }
  return earned;
}

function recipientOf({ attribution, friend }: Credited, verdict: Verdict): Participant {
  const recipient = verdict.reward.to === 'referrer' ? attribution.referrer : friend;
  // A verdict that earned has passed the attribution check, so somebody is there to receive it.
  if (!recipient) throw new Error(`no ${verdict.reward.to} for rule ${verdict.rule.id}`);
  return recipient;
}

function earn(
  ids: Ids,
  { record, now }: Occasion,
  credited: Credited,
  { rule, reward: terms, position }: Verdict,
  recipient: Participant,
): EarnedReward {
  const reward: Reward = {
    id: ids.next('rwd'),
    siteId: record.siteId,
    programId: credited.program.id,
    eventRowId: record.id,
    eventId: record.eventId,
    ruleId: rule.id,
    position,
    referralId: credited.attribution.referral?.id ?? null,
    beneficiary: terms.to,
    participantId: recipient.id,
    externalId: recipient.externalId,
    value: terms.value,
    productId: terms.productId,
    delivery: terms.delivery,
    message: terms.message ?? null,
    // No hold, automatic approval and instant payout: the order is written in this very transaction.
    status: 'ordering',
    reason: 'order_written',
    holdUntil: null,
    createdAt: now,
  };
  const step = (status: RewardStatus, reason: ReasonCode): AuditEntry =>
    auditEntry(ids, now, { siteId: record.siteId, subject: 'reward', subjectId: reward.id, status, reason });
  const audit = [
    step('earned', 'earned'),
    step('approved', 'approved_automatically'),
    step('ordering', 'order_written'),
  ];
  return { reward, orderId: ids.next('ord'), audit };
}
