import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { delivery, email, externalId, phone, plainText } from './fields.ts';
import { withoutNulls } from './left-out.ts';
import { listQuery } from './list.ts';
import { money, positiveMoney } from './money.ts';
import { REWARD_STATUSES, timelineEntry } from './reward.ts';

/** How many recipients one reward batch may have. */
export const MAX_BATCH_ITEMS = 10_000;

/** `held` for approval, `running`, `stopped` by a person, and at rest: `completed` or `cancelled`. */
const BATCH_STATUSES = ['held', 'running', 'stopped', 'completed', 'cancelled'] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

/** `waiting` for its reward, `refused` one, or where its reward stands. */
export const ITEM_STATUSES = ['waiting', 'refused', ...REWARD_STATUSES] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

const batchStatus = z.enum(BATCH_STATUSES);
const itemStatus = z.enum(ITEM_STATUSES);

/** The site's own id of a batch. It stands before a colon in the ids of its events, so it holds none. */
const batchId = plainText(80)
  .min(1)
  .regex(/^[^:]*$/, 'must not hold a colon')
  .meta({ description: 'Your own id: unique and final', example: 'spring-2026' });

const address = z
  .object({
    name: z.string().max(200).nullish(),
    line1: z.string().max(200),
    line2: z.string().max(200).nullish(),
    city: z.string().max(200),
    state: z.string().max(200).nullish(),
    zip: z.string().max(40).nullish(),
    country: z.string().max(40).nullish(),
  })
  .transform(withoutNulls);

const batchRecipient = z
  .object({
    externalId: externalId.nullish(),
    email: email.nullish(),
    phone: phone.nullish(),
    name: plainText(80).nullish().meta({ description: 'For the greeting or the envelope' }),
    address: address.nullish(),
  })
  .transform(withoutNulls);

/** One row. Null says as little as leaving a field out. */
export const batchItemRequest = z
  .object({
    itemId: plainText(100).min(1).meta({ description: 'Your own id, once in the batch', example: 'row-1' }),
    recipient: batchRecipient,
    productId: plainText(100).min(1).nullish(),
    value: positiveMoney.nullish(),
    message: z.string().max(500).nullish(),
  })
  .meta({ id: 'BatchItemRequest' })
  .transform(withoutNulls);

/** What is the same for all items; with CSV it comes in the query. */
export const batchHead = z.object({ batchId, programId: plainText(100).min(1), delivery });

export const batchRequest = batchHead
  .extend({ items: z.array(batchItemRequest).min(1).max(MAX_BATCH_ITEMS) })
  .meta({ id: 'BatchRequest' });

/** A reward batch. It speaks of nobody: its items do, by the ids that the site gave them. */
export const batch = z
  .object({
    id: z.string(),
    batchId: z.string(),
    programId: z.string(),
    delivery,
    status: batchStatus,
    reason: z.enum(REASON_CODES),
    items: z.int(),
    value: money.meta({ description: 'Face value of all items together' }),
    counts: z.record(itemStatus, z.int()).meta({ description: 'Items by status' }),
    progress: z
      .object({ made: z.int(), ordered: z.int(), issued: z.int() })
      .meta({ description: 'Rewards made, orders written, gift cards issued so far' }),
    approvals: z.object({ needed: z.int(), given: z.int() }),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
    timeline: z.array(timelineEntry).optional(),
  })
  .meta({ id: 'Batch' });

export const batchItem = z
  .object({
    itemId: z.string(),
    externalId: z.string().nullable(),
    status: itemStatus,
    reason: z.enum(REASON_CODES),
    rewardId: z.string().nullable(),
    productId: z.string(),
    value: money,
  })
  .meta({ id: 'BatchItem' });

export const batchQuery = listQuery('bat').extend({
  programId: plainText(100).optional(),
  status: batchStatus.optional(),
});

export const batchItemQuery = listQuery('itm').extend({ status: itemStatus.optional() });

export type BatchHead = z.infer<typeof batchHead>;
export type BatchItemRequest = z.infer<typeof batchItemRequest>;
export type Batch = z.infer<typeof batch>;
export type BatchItem = z.infer<typeof batchItem>;
