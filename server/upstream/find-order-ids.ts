import { z } from 'zod';
import { DAY_MS } from '../domain/clock.ts';
import type { PacedAccount } from '../domain/order/gift-cards.ts';
import { type Ending, endingOf } from './ending.ts';
import { readList } from './read-list.ts';
import { orderId } from './read-order.ts';
import type { Upstream } from './upstream.ts';

const PAGE_SIZE = 100;
/** The order that a 409 is about is almost always minutes old; beyond this a person looks. */
const MAX_PAGES = 5;

const listed = z.object({
  id: orderId,
  ponumber: z.string().nullish().catch(null),
  createddate: z.string().nullish().catch(null),
});

type Search = {
  /** Pages that are read at most. */
  pages?: number;
  /** When the number was made (epoch ms): no order of an earlier day can have it. */
  madeAt?: number;
};

/**
 * `isWhole` says that nothing was left out in which the number could be: the list was read to its end, or back to
 * orders from long before the number was made.
 */
type FoundIds = { kind: 'ids'; ids: string[]; isWhole: boolean };

/**
 * The ids of orders with this number, found by reading the list newest first: the way back when a 409 names no
 * order, since the upstream has no search by number (gift-card-api.md section 5.3, step 5).
 */
export async function findOrderIds(
  { call }: Upstream,
  account: PacedAccount,
  poNumber: string,
  { pages = MAX_PAGES, madeAt = 0 }: Search = {},
): Promise<FoundIds | Ending> {
  const seen = new Set<string>();
  let isUnreadable = false;
  let showsNumbers = false;
  for (let pageIndex = 1; pageIndex <= pages; pageIndex += 1) {
    const path = `/v1/Orders?pageIndex=${pageIndex}&pageSize=${PAGE_SIZE}`;
    const answer = await call(account, { method: 'GET', path });
    if (answer.kind !== 'answer') return answer;
    const list = answer.meaning === 'done' ? readList(answer.body) : null;
    if (!list) return endingOf(answer.meaning, answer.detail, answer.retryAfterMs);
    const orders = list.rows.flatMap((row) => listed.safeParse(row).data ?? []);
    const ids = orders.flatMap(({ id, ponumber }) => (ponumber === poNumber ? [id] : []));
    if (ids.length > 0) return { kind: 'ids', ids: [...new Set(ids)], isWhole: true };
    for (const { id } of orders) seen.add(id);
    isUnreadable ||= orders.length < list.rows.length;
    showsNumbers ||= orders.some(({ ponumber }) => ponumber != null);
    const isEnd = list.rows.length === 0;
    // A total that was not reached means that something was left out, whatever an empty page says.
    if (seen.size >= (list.total ?? (isEnd ? 0 : Number.POSITIVE_INFINITY)) || isPast(orders, madeAt)) {
      // A list that repeats no number of anybody's would not show ours either.
      return { kind: 'ids', ids: [], isWhole: !isUnreadable && (showsNumbers || seen.size === 0) };
    }
    if (isEnd) break;
  }
  return { kind: 'ids', ids: [], isWhole: false };
}

/** Whether a page shows nothing but orders from at least a day before the number was made: clocks differ, days do not. */
function isPast(orders: z.infer<typeof listed>[], madeAt: number): boolean {
  return (
    orders.length > 0 && orders.every(({ createddate }) => Date.parse(createddate ?? '') < madeAt - DAY_MS)
  );
}
