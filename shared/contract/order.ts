import { z } from 'zod';
import { delivery } from './fields.ts';
import { money } from './money.ts';

/**
 * `queued` not sent yet · `unknown` sent, no answer: the same number goes again · `pending` accepted upstream ·
 * `parked` costs more than was agreed, so it was not sent: a person accepts the cost by a retry, or cancels ·
 * `completed` · `quarantined` the number exists upstream with other content · `refused` upstream said no ·
 * `failed` upstream gave it up · `dead` it killed its worker too often · `cancelled` before it was sent.
 */
export const ORDER_STATUSES = [
  'queued',
  'unknown',
  'pending',
  'parked',
  'completed',
  'quarantined',
  'refused',
  'failed',
  'dead',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const order = z
  .object({
    id: z.string(),
    poNumber: z.string(),
    rewardId: z.string(),
    type: delivery,
    upstreamId: z.string().nullable(),
    status: z.enum(ORDER_STATUSES),
    attempts: z.int(),
    faceValue: money,
    cost: money.nullable().meta({ description: 'What the account is charged; null until it is known' }),
    agreedCost: money.nullable().meta({
      description:
        "The most that may be paid: the catalogue's cost at the decision, or what a person accepted since",
    }),
    askedCost: money
      .nullable()
      .meta({ description: 'What a parked order would cost now; a retry of its reward accepts that' }),
    lastError: z.string().nullable(),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .meta({ id: 'Order' });

export type Order = z.infer<typeof order>;
