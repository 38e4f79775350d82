import { z } from 'zod';
import { delivery, deliveryStatus, eitherId, instant, plainText, staffReason } from './fields.ts';
import { listQuery } from './list.ts';
import { money } from './money.ts';
import { problem } from './problem.ts';

/**
 * `queued` not sent yet · `unknown` sent, no answer: the same number goes again · `pending` accepted upstream ·
 * `parked` costs more than was agreed, so it was not sent: a person accepts the cost by a retry, or cancels ·
 * `completed` · `quarantined` the number exists upstream with other content · `refused` upstream said no ·
 * `failed` upstream gave it up · `dead` it killed its worker too often · `cancelled` before it was sent.
 */
export const ORDER_STATUSES = [
  'queued',
  'unknown',
  'pending',
  'parked',
  'completed',
  'quarantined',
  'refused',
  'failed',
  'dead',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const order = z
  .object({
    id: z.string(),
    poNumber: z.string(),
    rewardId: z.string(),
    type: delivery,
    upstreamId: z.string().nullable(),
    status: z.enum(ORDER_STATUSES),
    deliveryStatus: deliveryStatus.optional().meta({
      description:
        'How far a card has come that is mailed or posted: only ever forwards. Absent for one by link, and where nothing is on its way',
    }),
    attempts: z.int(),
    faceValue: money,
    cost: money.nullable().meta({ description: 'What the account is charged; null until it is known' }),
    agreedCost: money.nullable().meta({
      description:
        "The most that may be paid: the catalogue's cost at the decision, or what a person accepted since",
    }),
    askedCost: money.nullable().meta({
      description:
        'What an order would cost now that rests because it became dearer; a retry of its reward accepts that',
    }),
    lastError: z.string().nullable(),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .meta({ id: 'Order' });

/** Which orders; `createdFrom` is inclusive, `createdTo` is not. */
export const orderFilter = z.object({
  status: z.enum(ORDER_STATUSES).optional(),
  programId: plainText(100).optional(),
  participantId: eitherId.optional(),
  rewardId: plainText(60).optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
});

export const orderQuery = listQuery('ord').extend(orderFilter.shape);

/** How many there are in each status; a status that none is in is left out. */
export const statusCounts = z
  .object({ total: z.int(), counts: z.record(z.string(), z.int()) })
  .meta({ id: 'StatusCounts', example: { total: 12, counts: { completed: 11, dead: 1 } } });

/** Orders that a person may send again. */
const RETRIED_STATUSES = ['refused', 'dead', 'parked'] as const;

/** Orders in one request; more are several requests. */
export const MAX_RETRIED = 1000;

export const bulkRetryRequest = z
  .object({
    ids: z.array(plainText(60).min(1)).min(1).max(MAX_RETRIED).optional(),
    filter: orderFilter.extend({ status: z.enum(RETRIED_STATUSES) }).optional(),
    reason: staffReason,
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    message: 'give either ids or a filter',
    path: ['ids'],
  });

export const bulkRetry = z
  .object({
    data: z.array(
      z.union([
        z.object({ id: z.string(), status: z.literal(200), order }),
        z.object({ id: z.string(), status: z.int(), problem }),
      ]),
    ),
  })
  .meta({ id: 'BulkRetry', description: 'One answer for each order' });

export type BulkRetry = z.infer<typeof bulkRetry>;
export type OrderFilterQuery = z.infer<typeof orderFilter>;
export type Order = z.infer<typeof order>;
