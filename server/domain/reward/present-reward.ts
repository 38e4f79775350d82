import type { Reward as RewardAnswer } from '../../../shared/contract/reward.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { toIso } from '../clock.ts';
import type { Reward } from './reward.ts';

/** A reward as back ends see it. Knows nothing of claims, so none can slip in. */
export function presentReward(reward: Reward, orderId: string | null, audit: AuditEntry[]): RewardAnswer {
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
    ...(reward.reissueOf !== null && { reissueOf: reward.reissueOf }),
    ...(reward.reissuedAs !== null && { reissuedAs: reward.reissuedAs }),
    createdAt: toIso(reward.createdAt),
    timeline: audit.map(presentStep),
  };
}

export function presentStep({ createdAt, status, actor, reason }: AuditEntry) {
  return { at: toIso(createdAt), status, actor, reason };
}
