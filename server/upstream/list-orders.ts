import { z } from 'zod';
import type { ListedOrder, OrdersPage, PacedAccount } from '../domain/order/gift-cards.ts';
import { endingOf } from './ending.ts';
import { readList } from './read-list.ts';
import { orderId } from './read-order.ts';
import type { Upstream } from './upstream.ts';

const PAGE_SIZE = 100;

const text = z.string().nullish().catch(null);

/** Of a row only the id has to be readable: an order that is not ours may look like anything. */
const listed = z.object({
  id: orderId,
  ponumber: text,
  createddate: text,
  type: text,
  status: text,
  lineitems: z
    .array(z.object({ productid: text, value: text, quantity: text }))
    .nullish()
    .catch(null),
});

/** One page of `GET /v1/Orders`, newest first; `pageIndex` counts from 1. */
export async function listOrders(
  { call }: Upstream,
  account: PacedAccount,
  pageIndex: number,
): Promise<OrdersPage> {
  const path = `/v1/Orders?pageIndex=${pageIndex}&pageSize=${PAGE_SIZE}`;
  const answer = await call(account, { method: 'GET', path });
  if (answer.kind !== 'answer') return answer;
  const list = answer.meaning === 'done' ? readList(answer.body) : null;
  if (!list) return endingOf(answer.meaning, answer.detail, answer.retryAfterMs);
  const orders = list.rows.flatMap((row) => toListed(listed.safeParse(row).data) ?? []);
  return { kind: 'page', orders, unreadable: list.rows.length - orders.length, total: list.total };
}

function toListed(row: z.infer<typeof listed> | undefined): ListedOrder | null {
  if (!row) return null;
  const createdAt = Date.parse(row.createddate ?? '');
  return {
    upstreamId: row.id,
    poNumber: row.ponumber ?? null,
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
    type: row.type ?? '',
    statusWord: (row.status ?? '').slice(0, 60),
    lines: (row.lineitems ?? []).map(({ productid, value, quantity }) => ({
      productId: productid ?? '',
      value: value ?? '',
      quantity: quantity ?? '1',
    })),
  };
}
