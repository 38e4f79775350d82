import { z } from 'zod';
import { deliveryTypes } from './catalogue.ts';
import { personalizationSchema, physicalAddressSchema } from './order-request.ts';

const minor = z.number().int();
const epochMs = z.number().int();

/** One gift card. Only cards of a `Links` order have a claim; `token` is the secret part of the claim link. */
const cardSchema = z.object({
  id: z.string(),
  claim: z
    .object({ token: z.string(), answer: z.string(), cardNumber: z.string(), pin: z.string() })
    .optional(),
});

const lineItemSchema = z.object({
  id: z.string(),
  productId: z.string(),
  valueMinor: minor,
  /** For all cards of the line together. */
  costMinor: minor,
  quantity: z.number().int(),
  externalId: z.string().optional(),
  culture: z.string().optional(),
  brandingId: z.string().optional(),
  personalization: personalizationSchema.optional(),
  email: z.string().optional(),
  sms: z.string().optional(),
  /** Where a card was posted to, as the create said it. */
  postalAddress: physicalAddressSchema.optional(),
  cards: z.array(cardSchema),
});

const orderSchema = z.object({
  id: z.string(),
  poNumber: z.string(),
  type: z.enum(deliveryTypes),
  note: z.string().optional(),
  hookUrl: z.string().nullable(),
  createdAt: epochMs,
  /** When it stops being Pending: `createdAt` if it never was, null if it always will be. */
  settlesAt: epochMs.nullable(),
  /** The word it settles on. */
  outcome: z.enum(['Completed', 'Shipped', 'Failed']),
  /** The number under which the parcel is looked for; absent where nobody gives one. */
  trackingNumber: z.string().optional(),
  lineItems: z.array(lineItemSchema),
});

export type Card = z.infer<typeof cardSchema>;
export type LineItem = z.infer<typeof lineItemSchema>;
export type Order = z.infer<typeof orderSchema>;

/**
 * Everything that ever happens to the sandbox's state, one line of the journal each. State is nothing but these,
 * applied in order, so a restart cannot know more or less than what was written.
 */
export const factSchema = z.discriminatedUnion('kind', [
  /** A create that was well formed named this number, whatever became of it. */
  z.object({ kind: z.literal('named'), poNumber: z.string() }),
  z.object({ kind: z.literal('ordered'), order: orderSchema }),
  z.object({ kind: z.literal('funded'), pendingMinor: minor, availableMinor: minor }),
  z.object({ kind: z.literal('advanced'), byMs: z.number() }),
  /** One try to deliver one copy of an order's webhook; `status` is null when there was no answer. */
  z.object({
    kind: z.literal('notified'),
    orderId: z.string(),
    url: z.string(),
    copy: z.number().int(),
    attempt: z.number().int(),
    at: epochMs,
    status: z.number().int().nullable(),
  }),
  /** Somebody answered the challenge of a claim link. */
  z.object({ kind: z.literal('guessed'), token: z.string(), correct: z.boolean(), at: epochMs }),
]);

export type Fact = z.infer<typeof factSchema>;
export type Notice = Extract<Fact, { kind: 'notified' }>;
