import { z } from 'zod';
import { decision } from './decision.ts';
import { age, country, displayName, email, externalId, instant, phone, plainText, region } from './fields.ts';
import { money } from './money.ts';
import { problem } from './problem.ts';
import { reward } from './reward.ts';

/** Type of the events that `POST /v1/rewards` makes; nobody else can tell one. */
export const GOODWILL = 'goodwill';

const metadataValue = z.union([z.string().max(500), z.number(), z.boolean()]);

const customer = z.object({
  id: externalId,
  email: email.optional(),
  name: z.string().max(200).optional(),
  displayName: displayName.optional(),
  phone: phone.optional(),
  country: country.optional(),
  region: region.optional(),
  /** In whole years, where the site knows it. */
  age: age.optional(),
  isNew: z.boolean().optional(),
});

/** Digits that are a whole card number: they must never come here. */
const CARD_NUMBER = /^[ -]*\d(?:[ -]*\d){11,18}[ -]*$/;

/** How a purchase was paid, for signs of fraud; optional. Kept as keyed hashes only, and forgotten. */
const payment = z
  .strictObject({
    fingerprint: plainText(200)
      .min(1)
      .refine((text) => !CARD_NUMBER.test(text), 'must not be a card number; send a fingerprint of it')
      .optional()
      .meta({
        description: "What your payment provider calls the card's fingerprint: the same card, the same text",
        example: 'Xt5EWLLDS7FJjR1c',
      }),
    bin: z
      .string()
      .regex(/^(\d{6}|\d{8})$/, 'must be the first 6 or 8 digits of the card number')
      .optional()
      .meta({
        description: 'The first 6 or 8 digits, which name the issuer (BIN, also IIN)',
        example: '424242',
      }),
  })
  .meta({ id: 'Payment' });

/** Something a customer did, told by the site's back end. `eventId` is the site's own id: unique and final. */
export const eventRequest = z
  .object({
    type: z
      .string()
      .regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be lower case, such as signup or purchase')
      .refine((type) => type !== GOODWILL, 'is kept for rewards that your people give: POST /v1/rewards'),
    eventId: plainText(200).min(1),
    programId: z.string().max(100).optional(),
    customer,
    referralToken: z.string().max(4096).optional(),
    referralCode: z.string().max(64).optional(),
    coupon: z.string().max(200).optional(),
    amount: money.optional(),
    occurredAt: instant.optional(),
    metadata: z.record(z.string().max(64), metadataValue).optional(),
    refersTo: plainText(200).optional(),
    payment: payment.optional(),
  })
  .refine(({ type, refersTo }) => type !== 'refund' || refersTo !== undefined, {
    path: ['refersTo'],
    message: 'must name the purchase that the refund is of',
  })
  .meta({ id: 'EventRequest' });

export const event = z
  .object({
    id: z.string(),
    eventId: z.string(),
    type: z.string(),
    trust: z.enum(['verified', 'reported']),
    status: z.enum(['credited', 'recorded']),
    decisions: z.array(decision),
    rewards: z.array(reward),
    createdAt: z.string(),
  })
  .meta({ id: 'Event' });

export const eventBatch = z
  .object({
    data: z.array(z.union([z.object({ status: z.int(), event }), z.object({ status: z.int(), problem })])),
  })
  .meta({ id: 'EventBatch' });

export type EventRequest = z.infer<typeof eventRequest>;
export type Event = z.infer<typeof event>;
