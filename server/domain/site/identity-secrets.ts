import type { Sealer } from '../claim/sealer.ts';
import type { SiteRecord } from './site-rows.ts';

/** A site's identity secrets as they may touch the disk. Sealing the same one twice gives two texts. */
export function sealIdentitySecrets(sealer: Sealer, siteId: string, secrets: string[]): string[] {
  return secrets.map((secret) => sealer.seal(secret, contextOf(siteId)));
}

/** Throws `SealBroken` when they were sealed for another site or under another master secret. */
export function openIdentitySecrets(
  sealer: Sealer,
  { id, sealedIdentitySecrets }: Pick<SiteRecord, 'id' | 'sealedIdentitySecrets'>,
): string[] {
  return sealedIdentitySecrets.map((sealed) => sealer.open(sealed, contextOf(id)));
}

function contextOf(siteId: string) {
  return { siteId, ownerId: siteId, field: 'identity-secret' };
}
