import { z } from 'zod';

/** Headers that answers carry, as the documents tell them. */
export const versionHeader = z.object({
  ETag: z.string().meta({ description: 'The version of `me`, for `If-None-Match`' }),
});

export const replayedHeader = z.object({
  'Idempotent-Replayed': z
    .literal('true')
    .optional()
    .meta({ description: 'There where the request was known and this is its stored answer' }),
});
