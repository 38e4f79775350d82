import type { ClaimedOrder } from '../order/claim-orders.ts';
import type { OrderSnapshot } from '../order/gift-cards.ts';
import type { Order } from '../order/order.ts';
import { type SettleParts, settleOrder } from '../order/settle-order.ts';

/**
 * Takes over what the upstream shows of an order that rests in no worker's hands: an attempt like any other, fenced,
 * whose answer is at hand already. False when a worker or a person was faster.
 */
export async function adoptStatus(
  parts: SettleParts & { worker: string; leaseMs: number },
  order: Order,
  snapshot: OrderSnapshot,
): Promise<boolean> {
  const number = order.attempts + 1;
  const isHeld = await parts.store.write('claim-orders', async (rows) => {
    const now = parts.clock();
    const standing = await rows.orders.find(order.id);
    if (standing?.attempts !== order.attempts || isInHand(standing, now)) return false;
    const attempt = { orderId: order.id, number, worker: parts.worker, startedAt: now, endedAt: null };
    const { deaths, loneDeaths } = standing;
    const leaseUntil = now + parts.leaseMs;
    return rows.orders.start(attempt, { claimed: 'shared', deaths, loneDeaths, leaseUntil });
  });
  if (!isHeld) return false;
  const claimed: ClaimedOrder = { order, number, sendAt: parts.clock(), probe: false };
  return (await settleOrder(parts, claimed, { kind: 'found', order: snapshot })) !== null;
}

/** Whether a worker has the order now, and will write what comes of it. */
export function isInHand({ claimed, leaseUntil }: Order, now: number): boolean {
  return claimed !== 'no' && leaseUntil > now;
}
