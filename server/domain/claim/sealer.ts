/** What a sealed value belongs to. It is authenticated with it, so a value moved to another row does not open. */
export type SealContext = { siteId: string; ownerId: string; field: string };

/** Authenticated encryption of values at rest (AES-256-GCM), under a key derived from the master secret. */
export interface Sealer {
  seal(plain: string, context: SealContext): string;
  /** Throws `SealBroken` for a changed, moved or foreign value. */
  open(sealed: string, context: SealContext): string;
}

/** A sealer that holds several keys by their ids: the one that seals, and those of values that are still under another. */
export interface KeyedSealer extends Sealer {
  holds(keyId: string): boolean;
  /** From now on this key seals; where it is not held, sealing throws `SealBroken`, since nobody could read the result later. */
  sealWith(keyId: string): void;
  /** The key under which a value was sealed, or null for a text that is none. */
  keyIdOf(sealed: string): string | null;
}

/** A sealed value that is not what was sealed: changed, moved, or under a key that nobody holds. */
export class SealBroken extends Error {
  override name = 'SealBroken';
}

/** Keyed hash (HMAC-SHA-256, base64url) for values that are looked up but never stored in clear. */
export type Mac = (text: string) => string;
