import type { Scope } from '../../../shared/contract/site.ts';
import type { Program } from './program.ts';

/** A customer website (tenant), with everything that a request needs to know about it. */
export type Site = {
  id: string;
  name: string;
  contact: string;
  origins: string[];
  publishableKey: string;
  /** All of them verify participant tokens, so that they can be rotated; the first one mints. */
  identitySecrets: Uint8Array[];
  accountId: string;
  programs: Program[];
};

/** A secret key as it is stored: the key itself is only known to its owner. */
export type SecretKey = { mac: string; siteId: string; name: string; scopes: Scope[] };

/** Whether the key may do what asks for the scope. */
export function hasScope({ scopes }: SecretKey, scope: Scope): boolean {
  return scopes.includes('*') || scopes.includes(scope);
}

/** All sites at one moment. A snapshot may be a second old; it is replaced whole, never changed. */
export interface Sites {
  byId(siteId: string): Site | undefined;
  byPublishableKey(key: string): Site | undefined;
  program(programId: string): Program | undefined;
  programs(): readonly Program[];
  secretKey(mac: string): SecretKey | undefined;
  /** Whether any site lists the origin (preflights carry no key). */
  listsOrigin(origin: string): boolean;
}

/** All sites and programs, at hand without a query for each request. */
export interface Directory {
  current(): Promise<Sites>;
  /** Reads anew at the next call; for the process that has just applied a configuration. */
  forget(): void;
}
