import { z } from 'zod';
import { fromDecimal } from '../../shared/money.ts';
import type { Product } from '../domain/order/gift-cards.ts';
import { readBasisPoints, readCharge } from './read-amount.ts';

const text = z.string().nullish().catch(null);
const texts = z.array(z.string()).nullish().catch(null);

/** gift-card-api.md section 4: every key is optional for the reader, but an order needs an id and a currency. */
const productBody = z.object({
  id: z.string().min(1).max(200),
  currencycode: z.string().regex(/^[A-Z]{3}$/),
  name: text,
  shortdescription: text,
  longdescription: text,
  denominationtype: text,
  denominations: texts,
  availabledeliverytypes: texts,
  terms: text,
  cost: z.object({ fee: text, discountpercentage: text }).nullish().catch(null),
});

type ProductBody = z.infer<typeof productBody>;

/** A product of the catalogue, amounts in minor units of its currency; null when it could not be ordered anyway. */
export function readProduct(body: unknown): Product | null {
  const parsed = productBody.safeParse(body);
  if (!parsed.success) return null;
  const product = parsed.data;
  return {
    id: product.id,
    name: product.name || product.id,
    description: product.shortdescription || product.longdescription || '',
    currency: product.currencycode,
    denominations: readDenominations(product),
    deliveries: product.availabledeliverytypes ?? [],
    terms: product.terms ?? '',
    cost: {
      fee: readCharge(product.cost?.fee ?? '0', product.currencycode) ?? 0,
      discountBasisPoints: readBasisPoints(product.cost?.discountpercentage ?? '0'),
    },
  };
}

/** Variable means a range from the smallest to the largest value; any other word is read as a list of values. */
function readDenominations({
  denominationtype,
  denominations,
  currencycode,
}: ProductBody): Product['denominations'] {
  const values = (denominations ?? [])
    .map((value) => fromDecimal(value, currencycode))
    .filter((value) => value !== null);
  if (denominationtype?.toLowerCase() !== 'variable' || values.length === 0) return { kind: 'fixed', values };
  return { kind: 'range', min: Math.min(...values), max: Math.max(...values) };
}
