import type { SealContext } from '../claim/sealer.ts';

/**
 * A sealing key that this database knows. `sealedRoot` is what the keys that do not seal are derived from, sealed with
 * this very key: whoever holds one of the secrets has the root, and a secret that was replaced is needed no longer.
 */
export type SealingKeyRecord = {
  /** Derived from the secret, and written into every value that the key seals. */
  id: string;
  sealedRoot: string;
  createdAt: number;
  /** When another key took over sealing, or null. Its record goes when no value is left under it. */
  retiredAt: number | null;
};

/** The sealing keys that this database knows, by their ids. */
export interface SealingKeyRows {
  /** All keys that values may be under, oldest first. */
  all(): Promise<SealingKeyRecord[]>;
  /** Stores the very first key. Does nothing where another process did so before. */
  install(key: SealingKeyRecord): Promise<void>;
  /** Lets this key seal, and retires the one that did. */
  takeOver(key: SealingKeyRecord): Promise<void>;
  /** Removes the keys that do not seal any more. */
  removeRetired(): Promise<void>;
}

/** A stored text that holds one sealed value, or a JSON list of them. */
export type SealedValue = {
  column: string;
  id: string;
  text: string;
  isList: boolean;
  context: SealContext;
};

/** Every sealed value of the database, whatever it is of. */
export interface SealedValueRows {
  /** The columns that hold them, as `claim.sealedLink`. */
  columns(): readonly string[];
  /** How many texts of a column are under the key. */
  count(column: string, keyId: string): Promise<number>;
  /** Texts under the key, in the order of their rows' ids, after that of `after`. */
  page(column: string, keyId: string, after: string, limit: number): Promise<SealedValue[]>;
  /** Puts the text in the place of the value's own; false where somebody has changed that meanwhile. */
  replace(value: SealedValue, text: string): Promise<boolean>;
}

/** What the installation's root is sealed for: a key of its own each. */
export function rootContext(keyId: string): SealContext {
  return { siteId: 'installation', ownerId: keyId, field: 'root' };
}
