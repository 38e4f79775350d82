import type { Order as OrderAnswer } from '../../../shared/contract/order.ts';
import { toIso } from '../clock.ts';
import type { Order } from './order.ts';

export function presentOrder(order: Order): OrderAnswer {
  return {
    id: order.id,
    poNumber: order.poNumber,
    rewardId: order.rewardId,
    type: order.type,
    upstreamId: order.upstreamId,
    status: order.status,
    attempts: order.attempts,
    faceValue: order.value,
    cost: order.cost === null ? null : { amount: order.cost, currency: order.value.currency },
    lastError: order.lastError,
    createdAt: toIso(order.createdAt),
    completedAt: order.completedAt === null ? null : toIso(order.completedAt),
  };
}
