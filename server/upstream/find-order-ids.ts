import { z } from 'zod';
import type { GiftCardAccount } from '../domain/order/gift-cards.ts';
import { type Ending, endingOf } from './ending.ts';
import { readList } from './read-list.ts';
import { orderId } from './read-order.ts';
import type { Upstream } from './upstream.ts';

const PAGE_SIZE = 100;
/** The order that a 409 is about is almost always minutes old; beyond this a person looks. */
const MAX_PAGES = 5;

const numbered = z.object({ id: orderId, ponumber: z.string() });

/**
 * The ids of orders with this number, found by reading the list newest first: the way back when a 409 names no
 * order, since the upstream has no search by number (gift-card-api.md section 5.3, step 5).
 */
export async function findOrderIds(
  { call }: Upstream,
  account: GiftCardAccount,
  poNumber: string,
): Promise<{ kind: 'ids'; ids: string[] } | Ending> {
  for (let pageIndex = 1; pageIndex <= MAX_PAGES; pageIndex += 1) {
    const path = `/v1/Orders?pageIndex=${pageIndex}&pageSize=${PAGE_SIZE}`;
    const answer = await call(account, { method: 'GET', path });
    if (answer.kind !== 'answer') return answer;
    const list = answer.meaning === 'done' ? readList(answer.body) : null;
    if (!list) return endingOf(answer.meaning, answer.detail, answer.retryAfterMs);
    const ids = list.rows.flatMap((row) => {
      const order = numbered.safeParse(row);
      return order.success && order.data.ponumber === poNumber ? [order.data.id] : [];
    });
    if (ids.length > 0) return { kind: 'ids', ids: [...new Set(ids)] };
    if (list.rows.length === 0) break;
  }
  return { kind: 'ids', ids: [] };
}
