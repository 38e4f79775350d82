import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf } from '../../../shared/contract/list.ts';
import {
  deliveryQuery,
  replayAnswer,
  replayRequest,
  webhookDelivery,
} from '../../../shared/contract/webhook.ts';
import { ownEndpoint } from '../../domain/webhook/change-endpoint.ts';
import { presentDelivery } from '../../domain/webhook/present-webhook.ts';
import { redeliver, replayMessages } from '../../domain/webhook/replay-messages.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { changeOf, type WebhookParts } from './webhook-endpoints.ts';

const params = z.object({ id: plainText(60) });
const auth = { scope: 'programs:write' } as const;
const tags = ['Webhooks'] as const;

/** What became of the messages to an endpoint, and sending them again. */
export function webhookDeliveryRoutes(parts: WebhookParts): Endpoint[] {
  return [list(parts), again(parts), replay(parts)];
}

function list(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/webhook-endpoints/:id/deliveries',
      summary: 'List deliveries to a webhook endpoint',
      description:
        'Newest message first, of the last 30 days. `status=dead` lists those that nobody took in ten attempts over three days.',
      tags,
      auth,
      request: { params, query: deliveryQuery },
      responses: { 200: { description: 'One page', schema: listOf(webhookDelivery) } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id }, query: { limit, cursor, status } }) => {
      const { webhookEndpoints, webhookDeliveries } = parts.store.read;
      ownEndpoint(await webhookEndpoints.find(id), caller.siteId);
      const query = { endpointId: id, status, before: cursor ?? null, limit: limit + 1 };
      const found = await webhookDeliveries.list(query);
      const data = found.slice(0, limit).map(presentDelivery);
      const nextCursor = found.length > limit ? (data.at(-1)?.messageId ?? null) : null;
      return { status: 200, body: { data, nextCursor } };
    },
  );
}

function again(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/webhook-endpoints/:id/deliveries/:messageId/redeliver',
      summary: 'Send a message again',
      description: 'Whatever became of it, with the same `webhook-id`; its schedule begins anew.',
      tags,
      auth,
      request: { params: params.extend({ messageId: plainText(60) }) },
      responses: { 202: { description: 'The delivery, waiting', schema: webhookDelivery } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id, messageId } }) => {
      const delivery = await redeliver(parts, changeOf(caller, id), messageId);
      parts.wakeDeliveries();
      return { status: 202, body: presentDelivery(delivery) };
    },
  );
}

function replay(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/webhook-endpoints/:id/replay',
      summary: 'Send what an endpoint missed',
      description:
        'Of a time range within the last 30 days: dead deliveries, and messages from when the endpoint was disabled or not there yet. Each goes once, in the order in which they came about; one that fails again goes back to the schedule.',
      tags,
      auth,
      request: { params, body: replayRequest },
      responses: { 202: { description: 'How many are sent', schema: replayAnswer } },
      problems: ['not_found', 'wrong_state'],
      example: { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' },
    },
    async ({ caller, params: { id }, body }) => {
      const range = { from: Date.parse(body.from), to: body.to === undefined ? null : Date.parse(body.to) };
      const messages = await replayMessages(parts, changeOf(caller, id), range);
      parts.wakeDeliveries();
      return { status: 202, body: { messages } };
    },
  );
}
