import { auditEntry } from '../audit/audit-entry.ts';
import type { Ids } from '../ids.ts';
import type { ClaimedOrder } from '../order/claim-orders.ts';
import { readPoNumber } from '../order/po-number.ts';
import type { Rows } from '../store.ts';

/**
 * Before an order goes out for the first time: where the upstream has one for the very same reward, of before a restore,
 * that one's number takes the place of ours. It was never sent, so nothing is lost with it, and the upstream's 409
 * then leads to the order that is there (design 7.3). Here and nowhere earlier, since a number is only then surely
 * committed, and the orphans are since the gate opened.
 */
export async function adoptOrphan(
  rows: Rows,
  ids: Ids,
  claimed: ClaimedOrder,
  now: number,
): Promise<ClaimedOrder> {
  const { order, number } = claimed;
  const parts = readPoNumber(order.poNumber);
  if (number > 1 || parts === null) return claimed;
  for (const { poNumber } of await rows.orphans.open(parts.trace)) {
    if (!(await rows.orphans.take(poNumber, order.id))) continue;
    await rows.orders.renumber(order.id, poNumber);
    const step = {
      siteId: order.siteId,
      subject: 'order',
      subjectId: order.id,
      status: order.status,
    } as const;
    await rows.audit.append([auditEntry(ids, now, { ...step, reason: 'order_adopted' })]);
    return { ...claimed, order: { ...order, poNumber } };
  }
  return claimed;
}
