import { z } from 'zod';
import { plainText, staffReason } from './fields.ts';
import { problem } from './problem.ts';
import { reward } from './reward.ts';

/** What a person may decide about a reward. */
export const REVIEWS = ['approve', 'reject', 'cancel'] as const;
export type Review = (typeof REVIEWS)[number];

export const reviewRequest = z.object({ reason: staffReason });

/** Ids of paths cannot be all dots: they would lead elsewhere. */
const upstreamId = plainText(200)
  .regex(/^(?!\.{1,2}$)/, 'must be the id of an order')
  .min(1);

/** What a person has found who looked at the gift-card company's own list, where no search can tell. */
const lookedUpstream = z
  .discriminatedUnion('made', [
    z.object({ made: z.literal(true), upstreamId }).meta({
      description:
        'The order is there, under this id. It is looked at, and goes on where it shows the number',
    }),
    z.object({ made: z.literal(false), proof: staffReason }).meta({
      description: 'The order is not there. `proof` says what shows it; kept beside the audit with `reason`',
    }),
  ])
  .meta({ id: 'LookedUpstream' });

export const cancelRequest = reviewRequest
  .extend({ lookedUpstream: lookedUpstream.optional() })
  .meta({ id: 'CancelRequest' });

export type LookedUpstream = z.infer<typeof lookedUpstream>;

/** Rewards in one request; more are several requests. */
export const MAX_REVIEWED = 1000;

export const bulkReviewRequest = z.object({
  ids: z.array(plainText(60).min(1)).min(1).max(MAX_REVIEWED),
  reason: staffReason,
});

export const bulkReview = z
  .object({
    data: z.array(
      z.union([
        z.object({ id: z.string(), status: z.literal(200), reward }),
        z.object({ id: z.string(), status: z.int(), problem }),
      ]),
    ),
  })
  .meta({ id: 'BulkReview', description: 'One answer for each id, in the order in which they were sent' });

export type BulkReview = z.infer<typeof bulkReview>;
