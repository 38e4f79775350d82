import { z } from 'zod';

/**
 * What the holder of a reward gets on reveal: bearer value, answered with `Cache-Control: no-store`. `claimLink` is null
 * where there is none yet, or never: the page at `claimPageUrl` says what happens, and asks what has to be known.
 */
export const reveal = z
  .object({
    claimLink: z.string().nullable(),
    challengeAnswer: z.string().nullable(),
    claimPageUrl: z.string(),
  })
  .meta({ id: 'Reveal' });

export const claimPage = z.object({ claimPageUrl: z.string() }).meta({ id: 'ClaimPage' });

export type Reveal = z.infer<typeof reveal>;
