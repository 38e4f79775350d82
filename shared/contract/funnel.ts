import { z } from 'zod';
import { plainText, reportBound } from './fields.ts';

/** `from` counts in, `to` does not; both absent means the last 30 days. */
export const funnelQuery = z.object({
  programId: plainText(64).optional(),
  from: reportBound,
  to: reportBound,
});

const counts = {
  clicks: z.int().meta({ description: 'Counted visits through share links and campaign codes' }),
  attributed: z
    .int()
    .meta({ description: 'Friends who were bound, and events that came by a campaign code' }),
  qualified: z.int().meta({ description: 'Those of them that did what a rule asks for' }),
  rewarded: z.int().meta({ description: 'Rewards that were made' }),
  issued: z.int().meta({ description: 'Those of them whose gift card is there' }),
  opened: z.int().meta({ description: 'Those of them that were opened' }),
};

/** How far visits of a period came, in one program or in all of the site. */
export const funnel = z
  .object({
    programId: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    ...counts,
    sources: z
      .array(z.object({ source: z.string(), ...counts }))
      .meta({ description: 'The same counts for what came by a campaign code, by its source' }),
  })
  .meta({ id: 'Funnel' });

export type Funnel = z.infer<typeof funnel>;
export type FunnelQuery = z.infer<typeof funnelQuery>;
