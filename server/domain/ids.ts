/** What an id is of. Ids read `evt_01J…`: prefix, then a ULID, so that they sort by time. */
type IdPrefix =
  | 'evt'
  | 'dec'
  | 'rwd'
  | 'ord'
  | 'rfl'
  | 'par'
  | 'clk'
  | 'ses'
  | 'aud'
  | 'bud'
  | 'acc'
  | 'msg'
  | 'whe'
  | 'whs'
  | 'bat'
  | 'itm';

/** Where new ids come from. Made outside of a write that may be rerun, where the id must stay the same. */
export interface Ids {
  next(prefix: IdPrefix): string;
  /** A bare ULID: 26 characters of Crockford's alphabet, which has no I, L, O and U. */
  ulid(): string;
  /** A new public code for a share link. Unlikely, but not certain, to be free. */
  code(): string;
  /** The random part of a claim path: at least 128 bits (ASVS 5.0, 11.5.1). */
  secret(): string;
}

/** A number in [0, 1) for jitter. Never for secrets. */
export type Random = () => number;

/** Whether the first id was made after the second, whatever the two are of. */
export function isLaterId(id: string, other: string): boolean {
  return madeAt(id) > madeAt(other);
}

function madeAt(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}
