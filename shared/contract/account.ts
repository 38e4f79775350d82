import { z } from 'zod';
import { plainText, staffReason } from './fields.ts';
import { money, positiveMoney } from './money.ts';

const funds = z
  .object({
    left: money.nullable().meta({ description: 'What should be left; null until a top-up was told' }),
    toppedUp: money,
    charged: money.meta({ description: 'What all orders cost together' }),
    faceValue: money.meta({ description: 'What their gift cards are worth' }),
    feesAndDiscounts: money.meta({
      description: 'The difference: above zero mostly fees, below mostly discounts. No budget counts it',
    }),
  })
  .meta({ id: 'Funds', description: 'In one currency. An estimate: the upstream does not tell its balance' });

export const account = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'unreachable', 'parked', 'stopped']).meta({
      description:
        '`unreachable`: the upstream does not answer and is tried with one order every 10 seconds · `parked`: it has no funds and is tried with one order a minute · `stopped`: it was refused, until its credentials are set again',
    }),
    unreachableSince: z.string().nullable(),
    nextTryAt: z
      .string()
      .nullable()
      .meta({ description: 'When one order is tried next, where the others wait' }),
    funding: z.enum(['enough', 'low']).nullable().meta({
      description:
        '`low`: in some currency less than a fifth should be left of what the last top-up filled it to, whoever spent it; null until a top-up was told',
    }),
    funds: z
      .array(funds)
      .nullable()
      .meta({ description: 'Null where the account serves other sites too: their business is not told' }),
  })
  .meta({ id: 'Account', description: 'The upstream account that a site orders from' });

/** Funds that a person paid in at the upstream. `topUpId` is their own: unique and final, so a repeat is safe. */
export const topUpRequest = z
  .object({ topUpId: plainText(150).min(1), amount: positiveMoney, reason: staffReason })
  .meta({ id: 'TopUpRequest' });

export type Account = z.infer<typeof account>;
export type Funds = z.infer<typeof funds>;
export type TopUpRequest = z.infer<typeof topUpRequest>;
