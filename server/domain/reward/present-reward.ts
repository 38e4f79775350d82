import type { Reward as RewardAnswer } from '../../../shared/contract/reward.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { toIso } from '../clock.ts';
import type { Reward } from './reward.ts';

/**
 * A reward as back ends see it. Knows nothing of claims, so none can slip in. Where it is read, each step comes with its
 * reason in words and what a person wrote; the first answer to an event is stored, and does without.
 */
export function presentReward(
  reward: Reward,
  orderId: string | null,
  audit: AuditEntry[],
  notes?: Map<string, string>,
): RewardAnswer {
  return {
    id: reward.id,
    programId: reward.programId,
    eventId: reward.eventId,
    referralId: reward.referralId,
    beneficiary: reward.beneficiary,
    recipient: { externalId: reward.externalId },
    value: reward.value,
    productId: reward.productId,
    delivery: reward.delivery,
    status: reward.status,
    reason: reward.reason,
    holdUntil: reward.holdUntil === null ? null : toIso(reward.holdUntil),
    orderId,
    createdAt: toIso(reward.createdAt),
    timeline: audit.map(({ id, createdAt, status, actor, reason }) => {
      const note = notes?.get(id);
      return {
        at: toIso(createdAt),
        status,
        actor,
        reason,
        ...(notes && { text: SUPPORT_TEXTS[reason] }),
        ...(note !== undefined && { note }),
      };
    }),
  };
}
