import { z } from 'zod';
import type { ZodOpenApiPathItemObject } from 'zod-openapi';
import { WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS, webhookMessage } from '../../shared/contract/webhook.ts';

const headers = z.object({
  'webhook-id': z.string().meta({ description: 'Names the message: the same in every attempt' }),
  'webhook-timestamp': z.string().meta({ description: 'Of this attempt, in seconds since 1970' }),
  'webhook-signature': z
    .string()
    .meta({ description: '`v1,` and the HMAC-SHA256 of `id.timestamp.body`, once for each live secret' }),
});

/** What Goodturn posts to the endpoints of a site, by event (OpenAPI 3.1 has a place of its own for it). */
export function openApiWebhooks(): Record<string, ZodOpenApiPathItemObject> {
  return Object.fromEntries(
    WEBHOOK_EVENT_TYPES.map((type) => [
      type,
      {
        post: {
          operationId: `webhook-${type.replace('.', '-')}`,
          summary: WEBHOOK_EVENTS[type].when,
          tags: ['Webhooks'],
          requestParams: { header: headers },
          requestBody: {
            required: true,
            content: { 'application/json': { schema: webhookMessage(type) } },
          },
          responses: {
            '2XX': { description: 'Taken. Everything else is tried again, for three days' },
            '410': { description: 'Gone: the endpoint is disabled' },
          },
        },
      },
    ]),
  );
}
