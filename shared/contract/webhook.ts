import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { beneficiary, instant, plainText } from './fields.ts';
import { listQuery } from './list.ts';

const id = z.string();
const reason = z.enum(REASON_CODES);

/** A reward came to stand somewhere. Whom it is for is asked with the API: a message names nobody. */
function rewardAt<const S extends string>(status: S) {
  return z.strictObject({
    rewardId: id,
    programId: id,
    participantId: id,
    beneficiary,
    status: z.literal(status),
    reason,
  });
}

/**
 * What a site is told, by type: one entry makes an event. `data` holds ids and states only, never a claim link, an
 * e-mail address or any other word about a person.
 */
export const WEBHOOK_EVENTS = {
  'reward.issued': {
    when: 'The gift card of a reward is there: its recipient can open the claim page.',
    data: rewardAt('issued'),
  },
  'reward.failed': {
    when: 'The order of a reward was refused, given up or set aside: a person looks.',
    data: rewardAt('failed'),
  },
  'reward.withheld': {
    when: 'The purchase behind a reward came back before the gift card was opened.',
    data: rewardAt('withheld'),
  },
  'batch.completed': {
    when: 'Every item of a reward batch has come to an end.',
    data: z.strictObject({ batchId: id, programId: id, status: z.literal('completed') }),
  },
  'budget.low': {
    when: 'Less than a tenth of the budget of a program is left.',
    data: z.strictObject({ programId: id, status: z.literal('low') }),
  },
  'account.parked': {
    when: 'The gift-card account that the site orders from has no funds: orders wait.',
    data: z.strictObject({ accountId: id, status: z.literal('parked'), reason }),
  },
} as const satisfies Record<string, { when: string; data: z.ZodObject }>;

export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;
export type WebhookData = { [E in WebhookEvent]: z.infer<(typeof WEBHOOK_EVENTS)[E]['data']> };

export const WEBHOOK_EVENT_TYPES = Object.keys(WEBHOOK_EVENTS) as [WebhookEvent, ...WebhookEvent[]];

/** The body of a message (Standard Webhooks 1.0.0); its id and signatures are in the headers. */
export function webhookMessage<E extends WebhookEvent>(type: E) {
  return z
    .strictObject({
      type: z.literal(type),
      timestamp: instant.meta({ description: 'When it happened, whichever attempt this is' }),
      data: WEBHOOK_EVENTS[type].data,
    })
    .meta({ description: WEBHOOK_EVENTS[type].when });
}

export const webhookName = plainText(60).trim().min(1);
export const webhookUrl = plainText(2000)
  .min(1)
  .meta({ description: 'Where messages are posted', example: 'https://shop.example/webhooks/goodturn' });
export const webhookEvents = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .min(1)
  .nullable()
  .meta({ description: 'Null: all of them, and those that later versions add' });

/** `active` · `disabled` until somebody enables it: by a person, by its own 410, or after five days of failures. */
const WEBHOOK_STATUSES = ['active', 'disabled'] as const;

export const webhookEndpointRequest = z.object({
  name: webhookName,
  url: webhookUrl,
  events: webhookEvents.default(null),
});

export const webhookEndpoint = z
  .object({
    id,
    name: z.string(),
    url: z.string(),
    events: webhookEvents,
    managedBy: z.enum(['file', 'api']),
    status: z.enum(WEBHOOK_STATUSES),
    reason,
    failingSince: z
      .string()
      .nullable()
      .meta({ description: 'Since when every attempt has failed; null after a success' }),
    secrets: z
      .array(z.object({ createdAt: z.string(), endsAt: z.string().nullable() }))
      .meta({ description: 'Those that sign now, newest first; never the secrets themselves' }),
    createdAt: z.string(),
  })
  .meta({ id: 'WebhookEndpoint' });

const secret = z
  .string()
  .meta({ description: '`whsec_…` (Standard Webhooks), shown this once', example: 'whsec_…' });

export const newWebhookEndpoint = z
  .object({ endpoint: webhookEndpoint, secret })
  .meta({ id: 'NewWebhookEndpoint' });
export const newWebhookSecret = z
  .object({ secret, endpoint: webhookEndpoint })
  .meta({ id: 'NewWebhookSecret' });

/** `waiting` for its next attempt · `delivered`: answered with 2xx · `dead`: the last attempt failed. */
const DELIVERY_STATUSES = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const webhookDelivery = z
  .object({
    messageId: z.string().meta({ description: 'The `webhook-id` of every attempt' }),
    type: z.enum(WEBHOOK_EVENT_TYPES),
    status: z.enum(DELIVERY_STATUSES),
    attempts: z.int(),
    lastStatus: z.int().nullable().meta({ description: 'HTTP status of the last answer' }),
    lastError: z.string().nullable().meta({
      description:
        'Why the last attempt failed, as a short code: there was no answer, or `http_400` and the like',
    }),
    occurredAt: z.string(),
    lastAttemptAt: z.string().nullable(),
    nextAttemptAt: z.string().nullable(),
    deliveredAt: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const deliveryQuery = listQuery('msg').extend({ status: z.enum(DELIVERY_STATUSES).optional() });

export const replayRequest = z.object({
  from: instant,
  to: instant.optional().meta({ description: 'Up to, and without, this instant; now when absent' }),
});
export const replayAnswer = z
  .object({ messages: z.int() })
  .meta({ description: 'How many messages are sent again, or for the first time' });

export type WebhookEndpointAnswer = z.infer<typeof webhookEndpoint>;
export type WebhookDeliveryAnswer = z.infer<typeof webhookDelivery>;
