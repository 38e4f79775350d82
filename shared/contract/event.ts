import { z } from 'zod';
import { decision } from './decision.ts';
import { age, country, displayName, email, externalId, instant, phone, plainText, region } from './fields.ts';
import { blankAsNull, withoutNulls } from './left-out.ts';
import { money } from './money.ts';
import { problem } from './problem.ts';
import { reward } from './reward.ts';

/** Type of the events that `POST /v1/rewards` makes; nobody else can tell one. */
export const GOODWILL = 'goodwill';

const metadataValue = z.union([z.string().max(500), z.number(), z.boolean()]);

const customer = z
  .object({
    id: externalId,
    email: blankAsNull(email),
    name: blankAsNull(z.string().max(200)),
    displayName: blankAsNull(displayName),
    phone: blankAsNull(phone),
    country: blankAsNull(country),
    region: blankAsNull(region),
    /** In whole years, where the site knows it. */
    age: age.nullish(),
    isNew: z.boolean().nullish(),
  })
  .transform(withoutNulls);

/** Digits that are a whole card number: they must never come here. */
const CARD_NUMBER = /^[ -]*\d(?:[ -]*\d){11,18}[ -]*$/;

/** How a purchase was paid, for signs of fraud; optional. Kept as keyed hashes only, and forgotten. */
const payment = z
  .strictObject({
    fingerprint: plainText(200)
      .min(1)
      .refine((text) => !CARD_NUMBER.test(text), 'must not be a card number; send a fingerprint of it')
      .nullish()
      .meta({
        description: "What your payment provider calls the card's fingerprint: the same card, the same text",
        example: 'Xt5EWLLDS7FJjR1c',
      }),
    bin: z
      .string()
      .regex(/^(\d{6}|\d{8})$/, 'must be the first 6 or 8 digits of the card number')
      .nullish()
      .meta({
        description: 'The first 6 or 8 digits, which name the issuer (BIN, also IIN)',
        example: '424242',
      }),
  })
  .meta({ id: 'Payment' })
  .transform(withoutNulls);

/**
 * Something a customer did, told by the site's back end. `eventId` is the site's own id: unique and final. Null says as
 * little as leaving a field out: what reads a visit or a shop's order has many of them. So does an empty text as evidence,
 * which a form sends from its hidden field. Evidence has no largest length, since a bad token must not cost the event; it
 * is looked up and never stored as it came.
 */
export const eventRequest = z
  .object({
    type: z
      .string()
      .regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be lower case, such as signup or purchase')
      .refine((type) => type !== GOODWILL, 'is kept for rewards that your people give: POST /v1/rewards'),
    eventId: plainText(200).min(1),
    programId: z.string().max(100).nullish(),
    customer,
    referralToken: blankAsNull(z.string()),
    referralCode: blankAsNull(z.string()),
    coupon: blankAsNull(z.string()),
    amount: money.nullish(),
    occurredAt: instant.nullish(),
    metadata: z.record(z.string().max(64), metadataValue).nullish(),
    refersTo: plainText(200).nullish(),
    payment: payment.nullish(),
  })
  .refine(({ type, refersTo }) => type !== 'refund' || refersTo != null, {
    path: ['refersTo'],
    message: 'must name the purchase that the refund is of',
  })
  .meta({ id: 'EventRequest' })
  .transform(withoutNulls);

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
