import { Trail } from '../audit/trail.ts';
import type { Sealer } from '../claim/sealer.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { Store } from '../store.ts';
import type { WebhookEndpoint } from './webhook.ts';
import { newSecret } from './webhook-secret.ts';

export type EndpointParts = {
  store: Store;
  clock: Clock;
  ids: Ids;
  sealer: Sealer;
  /** A new `whsec_…` secret of 32 random bytes. */
  newWebhookSecret: () => string;
  /** What is wrong with an address, for a sentence that begins with its field. */
  webhookUrlFault: (url: string) => string | null;
};

/** Endpoints of one site: each of them is one more request for everything that happens. */
const MAX_ENDPOINTS = 20;

type EndpointRequest = Pick<WebhookEndpoint, 'siteId' | 'name' | 'url' | 'events'> & { actor: string };

/**
 * Makes an endpoint through the API. Its secret is given out this once. Throws `invalid_body` for an address that
 * nothing may be sent to, and `conflict` for a name that is taken.
 */
export async function makeEndpoint(
  parts: EndpointParts,
  { actor, ...request }: EndpointRequest,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const message = parts.webhookUrlFault(request.url);
  if (message !== null) {
    throw new DomainError('invalid_body', `url ${message}.`, { errors: [{ path: 'url', message }] });
  }
  const secret = parts.newWebhookSecret();
  return parts.store.write('webhook-endpoint', async (rows) => {
    const now = parts.clock();
    // Whoever applies a configuration makes endpoints too.
    await rows.sites.lock();
    const others = await rows.webhookEndpoints.ofSite(request.siteId);
    if (others.some(({ name }) => name === request.name)) {
      throw new DomainError('conflict', `There is a webhook endpoint ${request.name} already.`);
    }
    if (others.length >= MAX_ENDPOINTS) {
      throw new DomainError('conflict', `A site has at most ${MAX_ENDPOINTS} webhook endpoints.`);
    }
    const endpoint = newEndpoint(parts.ids, { ...request, managedBy: 'api' }, now);
    await rows.webhookEndpoints.put(endpoint);
    await rows.webhookEndpoints.addSecrets([newSecret(parts, endpoint, secret, now)]);
    const trail = new Trail(parts.ids, now, actor);
    trail.step(stepOf(endpoint));
    await trail.store(rows);
    return { endpoint, secret };
  });
}

/** An endpoint as it begins. */
export function newEndpoint(
  ids: Ids,
  about: Pick<WebhookEndpoint, 'siteId' | 'name' | 'url' | 'events' | 'managedBy'>,
  now: number,
): WebhookEndpoint {
  const begins = { status: 'active', reason: 'webhook_made', failingSince: null, notBefore: 0 } as const;
  return { id: ids.next('whe'), ...about, ...begins, createdAt: now };
}

/** What the audit says of an endpoint's state. */
export function stepOf({ id, siteId, status, reason }: WebhookEndpoint) {
  return { siteId, subject: 'webhook', subjectId: id, status, reason } as const;
}
