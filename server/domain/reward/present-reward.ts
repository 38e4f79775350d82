import type { Reward as RewardAnswer } from '../../../shared/contract/reward.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { toIso } from '../clock.ts';
import { deliveryOf } from '../delivery/delivery.ts';
import type { Order } from '../order/order.ts';
import type { Reward } from './reward.ts';

/** What a reward tells of its order. */
export type RewardOrder = Pick<Order, 'id' | 'status' | 'deliveryStatus'>;

/** A reward as back ends see it. Knows nothing of claims, so none can slip in. */
export function presentReward(reward: Reward, order: RewardOrder | null, audit: AuditEntry[]): RewardAnswer {
  const onTheWay = deliveryOf(reward, order);
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
    ...(onTheWay !== null && { deliveryStatus: onTheWay }),
    status: reward.status,
    reason: reward.reason,
    holdUntil: reward.holdUntil === null ? null : toIso(reward.holdUntil),
    orderId: order?.id ?? null,
    ...(reward.reissueOf !== null && { reissueOf: reward.reissueOf }),
    ...(reward.reissuedAs !== null && { reissuedAs: reward.reissuedAs }),
    createdAt: toIso(reward.createdAt),
    timeline: presentTimeline(audit),
  };
}

/** The steps of a reward, oldest first. What its card did on the way changed no status, so that of the reward stands there. */
export function presentTimeline(audit: AuditEntry[]): Reported[] {
  let standing: AuditEntry['status'] = 'earned';
  return audit.map((entry) => {
    if (entry.subject !== 'delivery') standing = entry.status;
    return { ...presentStep(entry), status: standing };
  });
}

type Reported = ReturnType<typeof presentStep>;

/** An entry of the audit as a step of a timeline. */
export function presentStep({ createdAt, status, actor, reason }: AuditEntry) {
  return { at: toIso(createdAt), status, actor, reason };
}
