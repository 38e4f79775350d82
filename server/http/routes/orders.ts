import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf, listQuery } from '../../../shared/contract/list.ts';
import { order } from '../../../shared/contract/order.ts';
import { DomainError } from '../../domain/errors.ts';
import { presentOrder } from '../../domain/order/present-order.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../list-page.ts';
import type { RouteParts } from '../route-parts.ts';

/** Orders, for "where is my reward?": how far each one is upstream and what the last answer said. */
export function orderRoutes({ store }: RouteParts): Endpoint[] {
  const list = endpoint(
    {
      method: 'GET',
      path: '/v1/orders',
      summary: 'List orders',
      description: 'Newest first.',
      tags: ['Orders'],
      auth: { scope: 'rewards:read' },
      request: { query: listQuery },
      responses: { 200: { description: 'One page', schema: listOf(order) } },
    },
    async ({ caller, query: { limit, cursor } }) => {
      const found = await store.read.orders.list({
        siteId: caller.siteId,
        before: cursor ?? null,
        limit: limit + 1,
      });
      const { items, nextCursor } = pageOf(found, limit);
      return { status: 200, body: { data: items.map(presentOrder), nextCursor } };
    },
  );
  const read = endpoint(
    {
      method: 'GET',
      path: '/v1/orders/:id',
      summary: 'Read an order',
      description: 'One order is one gift card for one reward, under one number for ever.',
      tags: ['Orders'],
      auth: { scope: 'rewards:read' },
      request: { params: z.object({ id: plainText(60) }) },
      responses: { 200: { description: 'The order', schema: order } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const found = await store.read.orders.find(id);
      if (found?.siteId !== caller.siteId) throw new DomainError('not_found', 'There is no such order.');
      return { status: 200, body: presentOrder(found) };
    },
  );
  return [list, read];
}
