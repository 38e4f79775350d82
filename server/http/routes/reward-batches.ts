import { z } from 'zod';
import {
  batch,
  batchHead,
  batchItem,
  batchItemQuery,
  batchQuery,
  batchRequest,
} from '../../../shared/contract/batch.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf } from '../../../shared/contract/list.ts';
import { reviewRequest } from '../../../shared/contract/review.ts';
import { acceptBatch } from '../../domain/batch/accept-batch.ts';
import { type BatchChange, changeBatch } from '../../domain/batch/change-batch.ts';
import { presentAccepted, presentItem } from '../../domain/batch/present-batch.ts';
import { CSV_COLUMNS } from '../../domain/batch/read-csv.ts';
import { replayedHeader } from '../answer-headers.ts';
import { MAX_BATCH_BYTES, readBatchBody } from '../batch-body.ts';
import { csvOfItems, wantsCsv } from '../batch-export.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findBatch } from '../find-batch.ts';
import { pageOf } from '../list-page.ts';
import { presentBatchDetail, presentBatches } from '../present-batches.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(100).meta({ description: 'Our id, or your `batchId`' }) });

const headers = z.object({ 'content-type': z.string().max(200).optional() });

/** Many rewards with one call: each recipient gets one reward, with one order, at the pace of the account. */
export function rewardBatchRoutes(parts: RouteParts): Endpoint[] {
  return [
    accept(parts),
    list(parts),
    read(parts),
    items(parts),
    change(parts, 'approve', {
      summary: 'Approve a held batch',
      description:
        'A batch whose value is over `approval.over` of its program waits for one named key, and over `twoOver` for two different ones.',
    }),
    change(parts, 'stop', {
      summary: 'Stop a batch',
      description: 'What was made stays and is ordered; the rest waits, and its budget stays reserved.',
    }),
    change(parts, 'resume', {
      summary: 'Let a stopped batch go on',
      description: 'It goes on where it stopped: no item is made twice.',
    }),
    change(parts, 'cancel', {
      summary: 'Give up the rest of a batch',
      description:
        'What was made stays and is ordered; the rest is never made, and its budget is free again.',
    }),
  ];
}

function accept(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/reward-batches',
      summary: 'Give many rewards at once',
      description: [
        'Up to 10,000 items, 16 MB. The batch is checked whole: one row that is not right refuses all of it with a report, and nothing is reserved.',
        'Then its whole value is reserved and the rewards are made in the background, one order each; limits do not count, the budget does.',
        '`batchId` is your own and final: the same batch again gets the same answer.',
        'A row without `productId` or `value` gets those that all rewards of the program share.',
        'DigitalDelivery needs an e-mail address or phone number in every row, PhysicalShipment an address; of a Links row neither is kept. `externalId` shows the reward in the widget of that person; without it, hand over the claim page (`POST /v1/rewards/:id/claim-page`).',
        `As \`text/csv\` (RFC 4180, UTF-8, with a header row) \`batchId\`, \`programId\` and \`delivery\` stand in the query, and the columns are ${CSV_COLUMNS.map((column) => `\`${column}\``).join(', ')}; amounts are in minor units.`,
      ].join(' '),
      tags: ['Reward batches'],
      auth: { scope: 'rewards:review' },
      bodyCheck: 'bytes',
      bodyAlsoAs: 'text/csv',
      maxBodyBytes: MAX_BATCH_BYTES,
      request: { headers, query: batchHead.partial(), body: batchRequest },
      responses: {
        202: { description: 'The batch as it was accepted', schema: batch, headers: replayedHeader },
      },
      problems: ['bad_request', 'budget_exhausted', 'conflict'],
      example: {
        batchId: 'spring-2026',
        programId: 'friends',
        delivery: 'Links',
        items: [
          { itemId: 'row-1', recipient: { externalId: 'user_42' } },
          {
            itemId: 'row-2',
            recipient: { externalId: 'user_43' },
            productId: 'CVS',
            value: { amount: 2500, currency: 'USD' },
            message: 'Thank you for a great season!',
          },
        ],
      },
    },
    async ({ caller: { site, keyName }, bodyBytes, headers: { 'content-type': type }, c }) => {
      const body = await readBatchBody(bodyBytes, type, c.req.query());
      const accepted = await acceptBatch(parts, { site, ...body, actor: `key:${keyName}` });
      for (const alert of accepted.alerts) parts.alerts.raise(alert);
      if (accepted.isNew) parts.batchesDue();
      return {
        status: 202,
        body: presentAccepted(accepted.batch),
        ...(!accepted.isNew && { headers: { 'Idempotent-Replayed': 'true' } }),
      };
    },
  );
}

function list(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/reward-batches',
      summary: 'List reward batches',
      description: 'Newest first, with how their items stand.',
      tags: ['Reward batches'],
      auth: { scope: 'rewards:read' },
      request: { query: batchQuery },
      responses: { 200: { description: 'One page', schema: listOf(batch) } },
    },
    async ({ caller: { siteId }, query: { limit, cursor, ...filter } }) => {
      const { batches } = parts.store.read;
      const found = await batches.list({ siteId, ...filter, before: cursor ?? null, limit: limit + 1 });
      const { items: page, nextCursor } = pageOf(found, limit);
      return { status: 200, body: { data: await presentBatches(parts, page), nextCursor } };
    },
  );
}

function read(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/reward-batches/:id',
      summary: 'Read a reward batch',
      description: 'How many of its items stand where, and who did what about it.',
      tags: ['Reward batches'],
      auth: { scope: 'rewards:read' },
      request: { params },
      responses: { 200: { description: 'The batch', schema: batch } },
      problems: ['not_found'],
    },
    async ({ caller: { siteId }, params: { id } }) => {
      const found = await findBatch(parts.store, siteId, id);
      return { status: 200, body: await presentBatchDetail(parts.store, found) };
    },
  );
}

function items(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/reward-batches/:id/items',
      summary: 'List the items of a reward batch',
      description:
        'In the order in which they came, with the reward of each and how that stands. Never holds a claim link, nor where anybody can be reached. With `Accept: text/csv` all of them as one file, in which `status` alone counts of the query.',
      tags: ['Reward batches'],
      auth: { scope: 'rewards:read' },
      request: { params, query: batchItemQuery },
      responses: { 200: { description: 'One page', schema: listOf(batchItem), alsoAs: 'text/csv' } },
      problems: ['not_found'],
    },
    async ({ caller: { siteId }, params: { id }, query: { limit, cursor, status }, c }) => {
      const { batches } = parts.store.read;
      const { id: batchRowId } = await findBatch(parts.store, siteId, id);
      if (wantsCsv(c.req.header('accept'))) {
        return new Response(csvOfItems(batches, { batchRowId, status }), { headers: CSV_HEADERS });
      }
      const found = await batches.items({ batchRowId, status, after: cursor ?? null, limit: limit + 1 });
      const { items: page, nextCursor } = pageOf(found, limit);
      return { status: 200, body: { data: page.map(presentItem), nextCursor } };
    },
  );
}

const CSV_HEADERS = {
  'Content-Type': 'text/csv; charset=utf-8; header=present',
  'Content-Disposition': 'attachment; filename="items.csv"',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

function change(
  parts: RouteParts,
  which: BatchChange,
  words: { summary: string; description: string },
): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: `/v1/reward-batches/:id/${which}`,
      ...words,
      tags: ['Reward batches'],
      auth: { scope: 'rewards:review' },
      request: { params, body: reviewRequest },
      responses: { 200: { description: 'The batch as it stands now', schema: batch } },
      problems: ['not_found', 'wrong_state'],
    },
    async ({ caller: { siteId, keyName }, params: { id }, body: { reason } }) => {
      const found = await findBatch(parts.store, siteId, id);
      await changeBatch(parts, found.id, { change: which, keyName, words: reason });
      parts.batchesDue();
      const changed = await findBatch(parts.store, siteId, found.id);
      return { status: 200, body: await presentBatchDetail(parts.store, changed) };
    },
  );
}
