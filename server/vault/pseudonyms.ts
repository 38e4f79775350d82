import { foldEmail } from '../domain/participant/fold-email.ts';
import type { Pseudonyms } from '../domain/participant/pseudonyms.ts';
import type { VaultKeys } from './derive-keys.ts';
import { createMac } from './mac.ts';

/** Pseudonyms under keys of the vault: one key for each use, so that none can be matched with another. */
export function createPseudonyms(
  keys: Pick<VaultKeys['mac'], 'email' | 'mailDomain' | 'customer' | 'payment'>,
): Pseudonyms {
  const [email, domain, customer, payment] = [
    createMac(keys.email),
    createMac(keys.mailDomain),
    createMac(keys.customer),
    createMac(keys.payment),
  ];
  return {
    email: (address) => email(foldEmail(address)),
    domain: (name) => domain(name.toLowerCase()),
    customer: (named) => customer('id' in named ? `id ${named.id}` : `mail ${foldEmail(named.email)}`),
    card: (siteId, fingerprint) => payment(JSON.stringify(['card', siteId, fingerprint])),
    bin: (siteId, digits) => payment(JSON.stringify(['bin', siteId, digits])),
  };
}
