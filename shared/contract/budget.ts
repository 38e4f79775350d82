import { z } from 'zod';
import { listOf } from './list.ts';

/** One line of the ledger, appended once and never changed. */
const budgetEntry = z
  .object({
    id: z.string(),
    rewardId: z.string().nullable(),
    rewardBatchId: z.string().nullable().meta({ description: 'The batch that reserves for rewards to come' }),
    kind: z.enum(['reserve', 'spend', 'release', 'reduce', 'loss']),
    amount: z.int().meta({ description: 'Minor units, always positive: the kind says which way' }),
    createdAt: z.string(),
  })
  .meta({ id: 'BudgetEntry' });

/** A program's budget at face value, in minor units of its one currency. */
export const budget = z
  .object({
    programId: z.string(),
    currency: z.string(),
    limit: z.int().nullable().meta({ description: 'Null: not limited' }),
    reserved: z.int().meta({ description: 'Promised by rewards that are not issued yet' }),
    spent: z.int(),
    available: z.int().nullable().meta({ description: 'What can still be promised; null: not limited' }),
    entries: listOf(budgetEntry),
  })
  .meta({ id: 'Budget' });

export type BudgetAnswer = z.infer<typeof budget>;
