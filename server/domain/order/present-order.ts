import type { Order as OrderAnswer } from '../../../shared/contract/order.ts';
import { toIso } from '../clock.ts';
import { wayOf } from '../delivery/delivery.ts';
import type { Order } from './order.ts';

/** An order as its site may see it. */
export function presentOrder(order: Order): OrderAnswer {
  const money = (amount: number | null) =>
    amount === null ? null : { amount, currency: order.value.currency };
  const deliveryStatus = wayOf(order);
  return {
    id: order.id,
    poNumber: order.poNumber,
    rewardId: order.rewardId,
    type: order.type,
    upstreamId: order.upstreamId,
    status: order.status,
    ...(deliveryStatus !== null && { deliveryStatus }),
    attempts: order.attempts,
    faceValue: order.value,
    cost: money(order.cost),
    agreedCost: money(order.agreedCost),
    askedCost: money(order.askedCost),
    lastError: order.lastError,
    createdAt: toIso(order.createdAt),
    completedAt: order.completedAt === null ? null : toIso(order.completedAt),
  };
}
