import { expect, test } from 'vitest';
import { compareOrder, isAdoptable } from '../../../server/domain/reconciliation/compare-order.ts';
import { ORDER_STATUSES } from '../../../shared/contract/order.ts';
import { sampleOrder, sampleSnapshot } from '../order/sample-order.ts';

const done = { upstreamId: 'up_1', cost: 1450, completedAt: 1, dueAt: null } as const;

test('books that agree differ in nothing', () => {
  expect(compareOrder(sampleOrder({ ...done, status: 'completed' }), sampleSnapshot())).toEqual([]);
  const silent = sampleSnapshot({ poNumber: null, type: 'LINKS' });
  expect(compareOrder(sampleOrder({ ...done, status: 'completed' }), silent)).toEqual([]);
});

test('each part that differs is told in words of both sides', () => {
  const order = sampleOrder({ ...done, status: 'completed' });
  const line = { productId: 'CVS', value: 2000, quantity: 2, cost: 3000 };
  const snapshot = sampleSnapshot({
    type: 'DigitalDelivery',
    state: 'failed',
    statusWord: 'Failed',
    lines: [line],
  });
  const told = compareOrder(order, snapshot).map(({ kind, here, there }) => [kind, here, there]);
  expect(told).toEqual([
    ['content_differs', `links CVS under ${order.poNumber}`, `digitaldelivery CVS under ${order.poNumber}`],
    ['amount_differs', '1 × 15.00 USD', '2 × 20.00 USD'],
    ['amount_differs', 'charged 14.50 USD', 'charged 30.00 USD'],
    ['status_differs', 'completed', 'failed (Failed)'],
  ]);
});

test('only orders that nobody has decided about are adopted, and only where nothing but the status differs', () => {
  const adoptable = ORDER_STATUSES.filter((status) => {
    const order = sampleOrder({ status });
    return isAdoptable(order, compareOrder(order, sampleSnapshot()));
  });
  expect(adoptable).toEqual(['queued', 'unknown', 'pending']);
  const order = sampleOrder({ status: 'unknown' });
  const dearer = sampleSnapshot({ lines: [{ productId: 'CVS', value: 9900, quantity: 1, cost: null }] });
  expect(isAdoptable(order, compareOrder(order, dearer))).toBe(false);
});
