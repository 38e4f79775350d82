import { foldEmail } from '../domain/participant/fold-email.ts';
import type { Pseudonyms } from '../domain/participant/pseudonyms.ts';
import type { VaultKeys } from './derive-keys.ts';
import { createMac } from './mac.ts';

/** Pseudonyms under keys of the vault: one key for each use, so that none can be matched with another. */
export function createPseudonyms(
  keys: Pick<VaultKeys['mac'], 'email' | 'mailDomain' | 'customer'>,
): Pseudonyms {
  const [email, domain, customer] = [
    createMac(keys.email),
    createMac(keys.mailDomain),
    createMac(keys.customer),
  ];
  return {
    email: (address) => email(foldEmail(address)),
    domain: (name) => domain(name.toLowerCase()),
    customer: (named) => customer('id' in named ? `id ${named.id}` : `mail ${foldEmail(named.email)}`),
  };
}
