import { z } from 'zod';
import { eitherId, plainText, reportBound } from './fields.ts';
import { money } from './money.ts';

/** Rewards made from `from` (counts in) until `to` (does not); without them, all of them. */
export const statementQuery = z.object({
  programId: plainText(64),
  /** All who earned when absent. */
  participantId: eitherId.optional(),
  from: reportBound,
  to: reportBound,
});

const sum = (description: string) =>
  z.object({ count: z.int(), amount: money }).meta({ description: `${description}, at face value` });

const sums = {
  waiting: sum('Rewards in their hold, or waiting for a person'),
  owed: sum('Approved rewards that are not with their owners yet'),
  paid: sum('Gift cards that were issued'),
  takenBack: sum('Rejected, cancelled or withheld rewards'),
};

/** What a program owes and has paid, to each who earned: the largest first, at most 200 of them. */
export const statement = z
  .object({
    programId: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    total: z.object(sums),
    participants: z.array(z.object({ externalId: z.string(), ...sums })),
  })
  .meta({ id: 'Statement' });

export type Statement = z.infer<typeof statement>;
export type StatementQuery = z.infer<typeof statementQuery>;
