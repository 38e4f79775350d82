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

/** The visitor's welcome. Every field is null for who came with no code that earns: a page always gets an answer. */
export const visit = z
  .object({
    referralToken: z.string().nullable(),
    programId: z.string().nullable(),
    referrer: z
      .object({
        displayName: z.string().meta({ description: 'The name they chose to show, else "A friend"' }),
      })
      .nullable()
      .meta({ description: 'Null where nobody invites: a campaign code' }),
    offer: z.object({ title: z.string(), text: z.string() }).nullable(),
  })
  .meta({ id: 'Visit' });

export type VisitRequest = z.infer<typeof visitRequest>;
export type Visit = z.infer<typeof visit>;
