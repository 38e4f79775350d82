import type { Order } from './facts.ts';

/** Whether the answer to the create said Pending. */
export function startsPending(order: Order): boolean {
  return order.settlesAt === null || order.settlesAt > order.createdAt;
}

/** Whether it has stopped being Pending at a moment (epoch ms). */
function isSettled(order: Order, now: number): boolean {
  return order.settlesAt !== null && order.settlesAt <= now;
}

/** The status word at a moment. It follows from the clock alone, so nothing has to run for an order to complete. */
export function statusAt(order: Order, now: number): 'Pending' | Order['outcome'] {
  return isSettled(order, now) ? order.outcome : 'Pending';
}

/** Whether recipients can be served at a moment: claim data are shown and messages are sent from then on. */
export function isFulfilled(order: Order, now: number): boolean {
  return isSettled(order, now) && order.outcome !== 'Failed';
}
