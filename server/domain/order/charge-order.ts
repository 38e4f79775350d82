import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import { mostFor } from './cost.ts';
import { type AccountFunds, isLow } from './funds.ts';
import type { Order, OrderPatch } from './order.ts';

/**
 * Books an order's cost when the upstream is first known to have it: from then on the money is gone. Asked again when it
 * is completed, since a person's cancel can have learned its upstream id before; it is booked once. Resolves to the
 * funds that operators should be told about now, else null.
 */
export async function chargeOrder(
  { funds }: Pick<Rows, 'funds'>,
  ids: Ids,
  order: Order,
  patch: OrderPatch,
  now: number,
): Promise<AccountFunds | null> {
  const isFirstSeen = patch.status === 'pending' && order.upstreamId === null;
  if (!(isFirstSeen || patch.status === 'completed') || !patch.upstreamId) return null;
  const { accountId, value, quantity } = order;
  const after = await funds.charge({
    id: ids.next('acc'),
    accountId,
    kind: 'charge',
    amount: patch.cost ?? mostFor(order),
    faceValue: value.amount * quantity,
    currency: value.currency,
    orderId: order.id,
    topUpId: null,
    poNumber: null,
    createdAt: now,
  });
  if (!after || !isLow(after)) return null;
  return (await funds.tellLow(accountId, after.currency, now)) ? after : null;
}
