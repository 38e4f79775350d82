import { z } from 'zod';

/** Largest amount accepted anywhere: one trillion minor units, far inside the safe integers even when summed. */
const MAX_AMOUNT = 1_000_000_000_000;

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD')
  .meta({ description: 'ISO 4217 currency code', example: 'USD' });

export const money = z.strictObject({ amount: z.int().min(0).max(MAX_AMOUNT), currency }).meta({
  id: 'Money',
  description: 'An integer amount in minor units (cents for USD) and its ISO 4217 currency',
});

export const positiveMoney = z.strictObject({ amount: z.int().min(1).max(MAX_AMOUNT), currency });
