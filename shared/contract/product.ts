import { z } from 'zod';
import { listOf } from './list.ts';
import { currency } from './money.ts';

/** A gift card of the upstream's catalogue, as rules may name it. Amounts are minor units of `currency`. */
const product = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    currency,
    denominations: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed'), values: z.array(z.int()) }),
      z.object({ kind: z.literal('range'), min: z.int(), max: z.int() }),
    ]),
    deliveries: z.array(z.string()),
    terms: z.string(),
    cost: z.object({ fee: z.int(), discountBasisPoints: z.int() }),
  })
  .meta({ id: 'Product' });

export const catalogue = listOf(product).extend({ fetchedAt: z.string() }).meta({ id: 'Catalogue' });
