import type { ClaimedOrder } from '../../../server/domain/order/claim-orders.ts';
import type { OrderSnapshot } from '../../../server/domain/order/gift-cards.ts';
import type { Order } from '../../../server/domain/order/order.ts';

/** When the sample order was written (epoch ms). */
export const CREATED_AT = Date.parse('2026-11-23T12:00:00Z');

export function sampleOrder(change: Partial<Order> = {}): Order {
  return {
    id: 'ord_1',
    siteId: 'acme',
    rewardId: 'rwd_1',
    poNumber: 'GT000001JDZZZZZZZZZZZZZZZZZZZZZZ',
    accountId: 'installation',
    type: 'Links',
    productId: 'CVS',
    value: { amount: 1500, currency: 'USD' },
    quantity: 1,
    message: null,
    status: 'queued',
    deliveryStatus: null,
    followAt: null,
    upstreamId: null,
    attempts: 0,
    claimed: 'no',
    deaths: 0,
    loneDeaths: 0,
    tries: 0,
    searches: 0,
    dueAt: CREATED_AT,
    leaseUntil: 0,
    hintedAt: null,
    warnedAt: null,
    cost: null,
    agreedCost: null,
    askedCost: null,
    lastError: null,
    createdAt: CREATED_AT,
    completedAt: null,
    ...change,
  };
}

/** The order in a worker's hands, claimed a moment before. */
export function sampleClaim(order: Order, change: Partial<ClaimedOrder> = {}): ClaimedOrder {
  return { order, number: order.attempts + 1, sendAt: CREATED_AT, probe: false, ...change };
}

/** The sample order as the upstream tells it. */
export function sampleSnapshot(change: Partial<OrderSnapshot> = {}): OrderSnapshot {
  return {
    upstreamId: 'up_1',
    poNumber: sampleOrder().poNumber,
    type: 'Links',
    state: 'completed',
    statusWord: 'Completed',
    lines: [{ productId: 'CVS', value: 1500, quantity: 1, cost: 1450 }],
    cards: [{ claimLink: 'https://cards.example/claim/1', challengeAnswer: 'answer-1' }],
    tracking: null,
    isDelivered: false,
    ...change,
  };
}
