import { z } from 'zod';
import { delivery } from './fields.ts';
import { money } from './money.ts';

/**
 * `queued` not sent yet · `unknown` sent, no answer: the same number goes again · `pending` accepted upstream ·
 * `completed` · `quarantined` the number exists upstream with other content · `refused` upstream said no ·
 * `failed` upstream gave it up · `dead` it killed its worker too often · `cancelled` before it was sent.
 */
export const ORDER_STATUSES = [
  'queued',
  'unknown',
  'pending',
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
    cost: money.nullable(),
    lastError: z.string().nullable(),
    createdAt: z.string(),
    completedAt: z.string().nullable(),
  })
  .meta({ id: 'Order' });

export type Order = z.infer<typeof order>;
