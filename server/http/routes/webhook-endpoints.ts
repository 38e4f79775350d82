import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf, listQuery } from '../../../shared/contract/list.ts';
import {
  newWebhookEndpoint,
  newWebhookSecret,
  webhookEndpoint,
  webhookEndpointRequest,
} from '../../../shared/contract/webhook.ts';
import {
  deleteEndpoint,
  ownEndpoint,
  rotateSecret,
  switchEndpoint,
} from '../../domain/webhook/change-endpoint.ts';
import { type EndpointParts, makeEndpoint } from '../../domain/webhook/make-endpoint.ts';
import { readEndpoint } from '../../domain/webhook/present-webhook.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../list-page.ts';

export type WebhookParts = EndpointParts & {
  /** Lets the worker look for messages now. */
  wakeDeliveries: () => void;
};

const params = z.object({ id: plainText(60) });
const auth = { scope: 'programs:write' } as const;
const tags = ['Webhooks'] as const;

/** Where a site is told: `programs:write` opens them, since both decide what Goodturn does for the site. */
export function webhookEndpointRoutes(parts: WebhookParts): Endpoint[] {
  return [
    make(parts),
    list(parts),
    read(parts),
    remove(parts),
    toggle(parts, 'active'),
    toggle(parts, 'disabled'),
    rotate(parts),
  ];
}

function make(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/webhook-endpoints',
      summary: 'Make a webhook endpoint',
      description:
        'Goodturn posts a message to `url` for every event of the list: signed as Standard Webhooks 1.0.0 says, ids and states only, at least once with the same `webhook-id`, in no promised order. Any 2xx within 15 s takes it. ' +
        'The secret is shown this once. `url` must be https and lead to a public address; redirects are not followed.',
      tags,
      auth,
      request: { body: webhookEndpointRequest },
      responses: { 201: { description: 'The endpoint and its secret', schema: newWebhookEndpoint } },
      problems: ['conflict'],
      example: {
        name: 'letters',
        url: 'https://shop.example/webhooks/goodturn',
        events: ['reward.issued'],
      },
    },
    async ({ caller, body }) => {
      const request = { ...body, siteId: caller.siteId, actor: `key:${caller.keyName}` };
      const made = await makeEndpoint(parts, request);
      return { status: 201, body: { endpoint: await present(parts, made.endpoint), secret: made.secret } };
    },
  );
}

function list(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/webhook-endpoints',
      summary: 'List webhook endpoints',
      description: 'Those of the configuration file and those of the API, newest first.',
      tags,
      auth,
      request: { query: listQuery('whe') },
      responses: { 200: { description: 'One page', schema: listOf(webhookEndpoint) } },
    },
    async ({ caller, query: { limit, cursor } }) => {
      // A site has a handful of them, so the page is cut from all.
      const all = await parts.store.read.webhookEndpoints.ofSite(caller.siteId);
      const rest = all.filter(({ id }) => cursor === undefined || id < cursor);
      const { items, nextCursor } = pageOf(rest, limit);
      return {
        status: 200,
        body: { data: await Promise.all(items.map((each) => present(parts, each))), nextCursor },
      };
    },
  );
}

function read(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/webhook-endpoints/:id',
      summary: 'Read a webhook endpoint',
      description: 'Whether it is on, why not, and since when every attempt has failed. Never its secrets.',
      tags,
      auth,
      request: { params },
      responses: { 200: { description: 'The endpoint', schema: webhookEndpoint } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const found = ownEndpoint(await parts.store.read.webhookEndpoints.find(id), caller.siteId);
      return { status: 200, body: await present(parts, found) };
    },
  );
}

function remove(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'DELETE',
      path: '/v1/webhook-endpoints/:id',
      summary: 'Delete a webhook endpoint',
      description: 'Nothing is sent there any more, and its secrets end.',
      tags,
      auth,
      request: { params },
      responses: { 204: { description: 'Deleted' } },
      problems: ['not_found', 'managed_by_file'],
    },
    async ({ caller, params: { id } }) => {
      await deleteEndpoint(parts, changeOf(caller, id));
      return { status: 204 };
    },
  );
}

const SWITCHES = {
  active: {
    verb: 'enable',
    summary: 'Enable a webhook endpoint',
    description:
      'What waited goes on. What happened while it was disabled comes with `POST /v1/webhook-endpoints/:id/replay`.',
  },
  disabled: {
    verb: 'disable',
    summary: 'Disable a webhook endpoint',
    description:
      'Nothing is sent until it is enabled; what is on its way waits, what happens is kept for 30 days.',
  },
} as const;

function toggle(parts: WebhookParts, to: keyof typeof SWITCHES): Endpoint {
  const { verb, summary, description } = SWITCHES[to];
  return endpoint(
    {
      method: 'POST',
      path: `/v1/webhook-endpoints/:id/${verb}`,
      summary,
      description,
      tags,
      auth,
      request: { params },
      responses: { 200: { description: 'The endpoint as it is then', schema: webhookEndpoint } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const switched = await switchEndpoint(parts, changeOf(caller, id), to);
      parts.wakeDeliveries();
      return { status: 200, body: await present(parts, switched) };
    },
  );
}

function rotate(parts: WebhookParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/webhook-endpoints/:id/secrets',
      summary: 'Rotate the secret of a webhook endpoint',
      description:
        'The new secret is shown this once. For 24 hours messages carry a signature of it and of each one before, so that a receiver with either verifies them; at most five sign at once.',
      tags,
      auth,
      request: { params },
      responses: { 201: { description: 'The new secret', schema: newWebhookSecret } },
      problems: ['not_found', 'managed_by_file', 'conflict'],
    },
    async ({ caller, params: { id } }) => {
      const rotated = await rotateSecret(parts, changeOf(caller, id));
      return {
        status: 201,
        body: { secret: rotated.secret, endpoint: await present(parts, rotated.endpoint) },
      };
    },
  );
}

/** Which endpoint the key changes, and that it is the actor in the audit. */
export function changeOf({ siteId, keyName }: { siteId: string; keyName: string }, endpointId: string) {
  return { siteId, endpointId, actor: `key:${keyName}` };
}

function present({ store, clock }: WebhookParts, found: Parameters<typeof readEndpoint>[1]) {
  return readEndpoint(store.read, found, clock());
}
