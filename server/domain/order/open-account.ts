import type { Sealer } from '../claim/sealer.ts';
import type { Account } from './account.ts';
import type { GiftCardAccount } from './gift-cards.ts';

/** The account with its credentials unsealed, or undefined when none were ever named. */
export function openAccount(sealer: Sealer, { id, sealedCredentials }: Account): GiftCardAccount | undefined {
  if (sealedCredentials === '') return undefined;
  const context = { siteId: 'installation', ownerId: id, field: 'credentials' };
  return { id, ...JSON.parse(sealer.open(sealedCredentials, context)) };
}
