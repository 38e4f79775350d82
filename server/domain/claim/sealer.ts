/** What a sealed value belongs to. It is authenticated with it, so a value moved to another row does not open. */
export type SealContext = { siteId: string; ownerId: string; field: string };

/** Authenticated encryption of values at rest (AES-256-GCM), under a key derived from the master secret. */
export interface Sealer {
  seal(plain: string, context: SealContext): string;
  /** Throws `SealBroken` for a changed, moved or foreign value. */
  open(sealed: string, context: SealContext): string;
}

export class SealBroken extends Error {
  override name = 'SealBroken';
}

/** Keyed hash (HMAC-SHA-256, base64url) for values that are looked up but never stored in clear. */
export type Mac = (text: string) => string;
