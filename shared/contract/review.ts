import { z } from 'zod';
import { plainText, staffReason } from './fields.ts';
import { problem } from './problem.ts';
import { reward } from './reward.ts';

/** What a person may decide about a reward. */
export const REVIEWS = ['approve', 'reject', 'cancel'] as const;
export type Review = (typeof REVIEWS)[number];

export const reviewRequest = z.object({ reason: staffReason });

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
