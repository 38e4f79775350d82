import { Trail } from '../audit/trail.ts';
import { DomainError } from '../errors.ts';
import type { Rows } from '../store.ts';
import { type EndpointParts, stepOf } from './make-endpoint.ts';
import { MAX_SECRETS, OLD_SECRET_MS } from './schedule.ts';
import type { WebhookEndpoint } from './webhook.ts';
import { newSecret } from './webhook-secret.ts';

type ChangeParts = Pick<EndpointParts, 'store' | 'clock' | 'ids'>;

/** Which endpoint of which site, and who changes it. */
export type EndpointChange = { siteId: string; endpointId: string; actor: string };

/**
 * Switches an endpoint on or off; what is so already stays. What waited goes on when it is on again; what happened
 * meanwhile comes with a replay. Throws `not_found`.
 */
export async function switchEndpoint(
  { store, clock, ids }: ChangeParts,
  change: EndpointChange,
  to: 'active' | 'disabled',
): Promise<WebhookEndpoint> {
  return store.write('webhook-endpoint', async (rows) => {
    const endpoint = await lockEndpoint(rows, change);
    if (endpoint.status === to) return endpoint;
    const reason = to === 'active' ? ('webhook_enabled' as const) : ('webhook_disabled' as const);
    const switched = { ...endpoint, status: to, reason, failingSince: null, notBefore: 0 };
    await rows.webhookEndpoints.put(switched);
    await leaveStep(rows, ids, { ...change, now: clock() }, switched);
    return switched;
  });
}

/**
 * Ends an endpoint and everything that was on its way to it. Throws `not_found`, and `managed_by_file` for one that the
 * file declares.
 */
export async function deleteEndpoint(
  { store, clock, ids }: ChangeParts,
  change: EndpointChange,
): Promise<void> {
  await store.write('webhook-endpoint', async (rows) => {
    const endpoint = refuseOfFile(await lockEndpoint(rows, change));
    const deleted = { ...endpoint, status: 'deleted', reason: 'webhook_deleted' } as const;
    await rows.webhookEndpoints.put(deleted);
    const now = clock();
    const secrets = await rows.webhookEndpoints.secrets(endpoint.id, now);
    await rows.webhookEndpoints.endSecrets(
      secrets.map(({ id }) => id),
      now,
    );
    await leaveStep(rows, ids, { ...change, now }, deleted);
  });
}

/**
 * Gives the endpoint a new secret, which is given out this once. The ones before sign beside it for a day. Throws
 * `not_found`, `managed_by_file`, and `conflict` while too many sign.
 */
export async function rotateSecret(
  parts: EndpointParts,
  change: EndpointChange,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const secret = parts.newWebhookSecret();
  return parts.store.write('webhook-endpoint', async (rows) => {
    const endpoint = refuseOfFile(await lockEndpoint(rows, change));
    const now = parts.clock();
    const before = await rows.webhookEndpoints.secrets(endpoint.id, now);
    if (before.length >= MAX_SECRETS) {
      const detail = `At most ${MAX_SECRETS} secrets sign at once: wait until the oldest has ended.`;
      throw new DomainError('conflict', detail);
    }
    await rows.webhookEndpoints.endSecrets(
      before.map(({ id }) => id),
      now + OLD_SECRET_MS,
    );
    await rows.webhookEndpoints.addSecrets([newSecret(parts, endpoint, secret, now)]);
    const step = { ...endpoint, reason: 'webhook_secret_rotated' } as const;
    await leaveStep(rows, parts.ids, { ...change, now }, step);
    return { endpoint, secret };
  });
}

/** The endpoint, and nobody else changes it until the write ends. */
export async function lockEndpoint(
  rows: Rows,
  { siteId, endpointId }: Pick<EndpointChange, 'siteId' | 'endpointId'>,
): Promise<WebhookEndpoint> {
  return ownEndpoint(await rows.webhookEndpoints.lock(endpointId), siteId);
}

/** Throws `not_found` for what is not there, is another site's, or was deleted: they look the same. */
export function ownEndpoint(endpoint: WebhookEndpoint | undefined, siteId: string): WebhookEndpoint {
  if (endpoint?.siteId === siteId && endpoint.status !== 'deleted') return endpoint;
  throw new DomainError('not_found', 'There is no such webhook endpoint.');
}

function refuseOfFile(endpoint: WebhookEndpoint): WebhookEndpoint {
  if (endpoint.managedBy === 'api') return endpoint;
  throw new DomainError(
    'managed_by_file',
    `The webhook endpoint ${endpoint.name} is declared in the configuration file: change it there.`,
  );
}

/** Writes down in the audit who changed the endpoint. */
export async function leaveStep(
  rows: Rows,
  ids: ChangeParts['ids'],
  { actor, now }: { actor: string; now: number },
  endpoint: WebhookEndpoint,
): Promise<void> {
  const trail = new Trail(ids, now, actor);
  trail.step(stepOf(endpoint));
  await trail.store(rows);
}
