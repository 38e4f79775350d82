import { auditEntry } from '../audit/audit-entry.ts';
import type { Ids } from '../ids.ts';
import type { ClaimedOrder } from '../order/claim-orders.ts';
import type { Order } from '../order/order.ts';
import { readPoNumber } from '../order/po-number.ts';
import type { Rows } from '../store.ts';

/**
 * Before an order goes out for the first time: where the upstream has one for the very same reward, of before a restore,
 * that one's number takes the place of ours. Ours was never sent, so nothing is lost with it, and the upstream's 409
 * then leads to the order that is there (design 7.3). That one was sent, so the order is `unknown` from here on. Here and
 * nowhere earlier, since a number is only then surely committed, and the orphans are since the gate opened.
 * Null where another account sent it: the claim is given back, for the order to be taken again under that account.
 */
export async function adoptOrphan(
  rows: Pick<Rows, 'orphans' | 'orders' | 'funds' | 'audit'>,
  ids: Ids,
  claimed: ClaimedOrder,
  now: number,
): Promise<ClaimedOrder | null> {
  const { order, number } = claimed;
  const parts = readPoNumber(order.poNumber);
  if (number > 1 || parts === null) return claimed;
  for (const { poNumber, accountId } of await rows.orphans.open(parts.trace)) {
    const taken = await rows.orphans.take(poNumber, order.id);
    if (!taken) continue;
    // Told by the taking: on PostgreSQL it may have been written off since it was read.
    if (taken.writtenOffAt !== null) await noteCharged(rows, ids, { order, accountId, now });
    await rows.orders.renumber(order.id, { poNumber, accountId });
    const step = {
      siteId: order.siteId,
      subject: 'order',
      subjectId: order.id,
      status: 'unknown',
    } as const;
    await rows.audit.append([auditEntry(ids, now, { ...step, reason: 'order_adopted' })]);
    if (accountId === order.accountId)
      return { ...claimed, order: { ...order, poNumber, status: 'unknown' } };
    await rows.orders.giveBack(order, number, now);
    return null;
  }
  return claimed;
}

/** What was written off is paid and in the books: the order that takes it over is charged nothing more. */
async function noteCharged(
  { funds }: Pick<Rows, 'funds'>,
  ids: Ids,
  { order, accountId, now }: { order: Order; accountId: string; now: number },
): Promise<void> {
  const { currency } = order.value;
  const charge = { id: ids.next('acc'), kind: 'charge', amount: 0, faceValue: 0 } as const;
  await funds.charge({
    ...{ ...charge, accountId, currency, orderId: order.id },
    ...{ topUpId: null, poNumber: null, createdAt: now },
  });
}
