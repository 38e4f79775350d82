import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf } from '../../../shared/contract/list.ts';
import {
  bulkRetry,
  bulkRetryRequest,
  MAX_RETRIED,
  type OrderFilterQuery,
  order,
  orderFilter,
  orderQuery,
  statusCounts,
} from '../../../shared/contract/order.ts';
import { DomainError } from '../../domain/errors.ts';
import type { OrderFilter } from '../../domain/order/order.ts';
import { presentOrder } from '../../domain/order/present-order.ts';
import { createdRange } from '../created-range.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { withParticipant } from '../find-participant.ts';
import { pageOf } from '../list-page.ts';
import { answerRetries } from '../retry-answer.ts';
import type { RouteParts } from '../route-parts.ts';
import { countsOf } from '../status-counts.ts';

/** Orders, for "where is my reward?": how far each one is upstream and what the last answer said. */
export function orderRoutes(parts: RouteParts): Endpoint[] {
  const { store } = parts;
  const list = endpoint(
    {
      method: 'GET',
      path: '/v1/orders',
      summary: 'List orders',
      description:
        'Newest first. With `status=dead`, `refused` or `parked` these are the orders that wait for a person; with `rewardId`, the one of a reward.',
      tags: ['Orders'],
      auth: { scope: 'rewards:read' },
      request: { query: orderQuery },
      responses: { 200: { description: 'One page', schema: listOf(order) } },
    },
    async ({ caller, query: { limit, cursor, ...filter } }) => {
      const found = await store.read.orders.list({
        ...(await filterOf(parts, caller.siteId, filter)),
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
  const counts = endpoint(
    {
      method: 'GET',
      path: '/v1/orders/counts',
      summary: 'Count orders by status',
      description: 'With the filters of the list.',
      tags: ['Orders'],
      auth: { scope: 'rewards:read' },
      request: { query: orderFilter },
      responses: { 200: { description: 'How many there are in each status', schema: statusCounts } },
    },
    async ({ caller, query }) => ({
      status: 200,
      body: countsOf(await store.read.orders.counts(await filterOf(parts, caller.siteId, query))),
    }),
  );
  // Before the one order, whose path would match it too.
  return [list, counts, read, retry(parts)];
}

function retry(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/orders/retry',
      summary: 'Send many orders again',
      description: `Refused, parked or set-aside ones, under their own numbers: those of \`ids\`, or the newest that a filter finds; at most ${MAX_RETRIED} in one request, each by itself. Of an order that became dearer it accepts the cost that \`askedCost\` tells. \`reason\` is kept beside the audit, where it can be erased.`,
      tags: ['Orders'],
      auth: { scope: 'rewards:review' },
      request: { body: bulkRetryRequest },
      responses: { 200: { description: 'One answer for each order', schema: bulkRetry } },
    },
    async ({ caller: { siteId, keyName }, body: { ids, filter = {}, reason }, line }) => {
      const query = { ...(await filterOf(parts, siteId, filter)), before: null, limit: MAX_RETRIED };
      const orderIds = ids ?? (await parts.store.read.orders.list(query)).map(({ id }) => id);
      const by = { siteId, actor: `key:${keyName}`, words: reason };
      return { status: 200, body: await answerRetries(parts, line, orderIds, by) };
    },
  );
}

async function filterOf(
  { store }: RouteParts,
  siteId: string,
  query: OrderFilterQuery,
): Promise<OrderFilter> {
  const { createdFrom, createdTo, ...filter } = await withParticipant(store, siteId, query);
  return { siteId, ...filter, ...createdRange({ createdFrom, createdTo }) };
}
