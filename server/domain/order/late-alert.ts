import type { Alert } from '../alerts.ts';
import type { Order } from './order.ts';
import type { RunResult } from './run-order.ts';

/**
 * What operators are told where the answer of a worker that was frozen shows an order upstream which the one that rests here
 * does not have: nobody will look for it again. Null where there is nothing to tell. Of one that does not rest the next
 * attempt finds it under its number.
 */
export function lateAlert(order: Order | undefined, result: RunResult): Alert | null {
  if (!order || order.dueAt !== null) return null;
  if (result.kind !== 'placed' && result.kind !== 'found') return null;
  const { upstreamId } = result.order;
  if (order.upstreamId === upstreamId) return null;
  return {
    kind: 'order_made_late',
    summary: 'The upstream made an order after it had come to rest here without one.',
    data: {
      orderId: order.id,
      rewardId: order.rewardId,
      poNumber: order.poNumber,
      accountId: order.accountId,
      upstreamId,
      status: order.status,
    },
  };
}
