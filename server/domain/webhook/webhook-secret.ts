import type { Sealer } from '../claim/sealer.ts';
import type { Ids } from '../ids.ts';
import type { WebhookEndpoint, WebhookSecret } from './webhook.ts';

/**
 * The base64 of a secret as Standard Webhooks 1.0.0 has them, or null for anything else. `whsec_`, then 24 to 64 bytes, which
 * are 32 to 86 characters beside their padding.
 */
export function base64OfSecret(secret: string): string | null {
  return /^whsec_([A-Za-z0-9+/]{32,86}={0,2})$/.exec(secret)?.[1] ?? null;
}

type Owner = Pick<WebhookEndpoint, 'id' | 'siteId'>;

/** A secret that signs for the endpoint from `now` on, sealed as it may touch the disk. */
export function newSecret(
  { ids, sealer }: { ids: Ids; sealer: Sealer },
  { id: endpointId, siteId }: Owner,
  secret: string,
  now: number,
): WebhookSecret {
  const id = ids.next('whs');
  const sealedSecret = sealer.seal(secret, contextOf(siteId, id));
  return { id, endpointId, sealedSecret, createdAt: now, endsAt: null };
}

/** The secrets in clear, in their order. Throws `SealBroken` when they were sealed for another site. */
export function openWebhookSecrets(
  sealer: Sealer,
  { siteId }: Pick<Owner, 'siteId'>,
  secrets: Pick<WebhookSecret, 'id' | 'sealedSecret'>[],
): string[] {
  return secrets.map(({ id, sealedSecret }) => sealer.open(sealedSecret, contextOf(siteId, id)));
}

function contextOf(siteId: string, ownerId: string) {
  return { siteId, ownerId, field: 'webhook-secret' };
}
