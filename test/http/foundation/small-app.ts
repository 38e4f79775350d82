import { z } from 'zod';
import { DomainError } from '../../../server/domain/errors.ts';
import type { Site } from '../../../server/domain/site/site.ts';
import type { Guards } from '../../../server/http/caller.ts';
import { type Endpoint, endpoint } from '../../../server/http/endpoint.ts';
import { createHttpApp, mountEndpoints } from '../../../server/http/http-app.ts';
import { quietTelemetry } from '../../support/quiet-telemetry.ts';

const site: Site = {
  id: 'acme',
  name: 'Acme',
  contact: 'help@acme.example',
  origins: ['https://shop.acme.example'],
  publishableKey: 'pk_acme',
  identitySecrets: [],
  accountId: 'installation',
  programs: [],
};

/** Guards that let everybody in who shows a credential; nobody has a session. */
const openGuards: Guards = {
  siteKey: () => ({ siteId: site.id, site }),
  session() {
    throw new DomainError('unauthorized', 'There are no sessions here.');
  },
  secretKey(c, scope) {
    if (!c.req.header('authorization')) throw new DomainError('unauthorized', 'A secret key is needed.');
    return { siteId: site.id, site, keyName: 'shop', scopes: [scope] };
  },
};

const order = z.object({
  customer: z.object({ id: z.string().min(1) }),
  amount: z.int(),
  metadata: z.record(z.string(), z.string()).optional(),
});

export const echoOrder = endpoint(
  {
    method: 'POST',
    path: '/v1/echo/:id',
    summary: 'Echo an order',
    description: 'Gives back what was understood.',
    tags: ['Echo'],
    auth: { scope: 'events:write' },
    request: { params: z.object({ id: z.string() }), body: order },
    responses: { 201: { description: 'The order as it was read', schema: order.extend({ id: z.string() }) } },
    problems: ['event_conflict'],
  },
  ({ params, body }) => ({ status: 201, body: { ...body, id: params.id } }),
);

const widgetEcho = endpoint(
  {
    method: 'POST',
    path: '/v1/widget/echo',
    summary: 'Echo from a page',
    description: 'As the widget calls it.',
    tags: ['Widget'],
    auth: 'site-key',
    request: { body: order },
    responses: { 200: { description: 'The order', schema: order } },
  },
  ({ body }) => ({ status: 200, body }),
);

export const leaveWidget = endpoint(
  {
    method: 'DELETE',
    path: '/v1/widget/echo',
    summary: 'Leave',
    description: 'Takes no body.',
    tags: ['Widget'],
    auth: 'site-key',
    responses: { 204: { description: 'Gone' } },
  },
  () => ({ status: 204 }),
);

const listNumbers = endpoint(
  {
    method: 'GET',
    path: '/v1/numbers',
    summary: 'List numbers',
    description: 'Up to a limit.',
    tags: ['Echo'],
    auth: 'none',
    request: { query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
    responses: { 200: { description: 'Numbers', schema: z.object({ limit: z.int() }) } },
  },
  ({ query }) => ({ status: 200, body: { limit: query.limit } }),
);

const readSession = endpoint(
  {
    method: 'GET',
    path: '/v1/widget/echo',
    summary: 'Read',
    description: 'Needs a session.',
    tags: ['Widget'],
    auth: 'session',
    responses: { 200: { description: 'Whose it is', schema: z.object({ participantId: z.string() }) } },
  },
  ({ caller }) => ({ status: 200, body: { participantId: caller.participant.id } }),
);

/** Every route of this file. */
export const ENDPOINTS = [echoOrder, widgetEcho, leaveWidget, readSession, listNumbers];

/** An app on the foundation with the given routes, and what it reported. */
export function smallApp(endpoints: readonly Endpoint[] = ENDPOINTS) {
  const { telemetry, lines, failures } = quietTelemetry();
  const app = createHttpApp(telemetry);
  mountEndpoints(app, endpoints, openGuards);
  return { app, lines, failures };
}

/** A POST of JSON with a secret key. */
export function keyedPost(body: RequestInit['body'], headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test', 'content-type': 'application/json', ...headers },
    body: body ?? null,
  };
}
