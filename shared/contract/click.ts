import { z } from 'zod';

/** What a page tells about a visitor who may have come through a share link. */
export const visitRequest = z
  .object({
    programId: z.string().max(100).optional(),
    code: z.string().max(64).optional(),
    referralToken: z.string().max(4096).optional(),
    url: z.string().max(4096).optional(),
  })
  .meta({ id: 'VisitRequest' });

/** The friend's welcome. Every field is null when nobody referred this visitor: a page always gets an answer. */
export const visit = z
  .object({
    referralToken: z.string().nullable(),
    programId: z.string().nullable(),
    referrer: z.object({ displayName: z.string().nullable() }).nullable(),
    offer: z.object({ title: z.string(), text: z.string() }).nullable(),
  })
  .meta({ id: 'Visit' });

export type VisitRequest = z.infer<typeof visitRequest>;
export type Visit = z.infer<typeof visit>;
