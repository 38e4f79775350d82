import type { AuditEntry } from './audit.ts';

/** SHA-256, base64url. */
export type Digest = (text: string) => string;

/** What the first entry follows. */
export const CHAIN_START = 'goodturn audit 1';

/** The end of the chain: how many entries are sealed, and the hash of the last. */
export type Head = { sequence: number; hash: string };

/** An entry's place in the chain. The order is that in which the sealer saw entries, not that of their ids. */
export type AuditLink = Head & { auditId: string };

/** An entry as the chain takes it, its words as plain text: an export may hold any. */
type ChainedEntry = { [K in keyof AuditEntry]: AuditEntry[K] extends number ? number : string };

/** A link with the entry that it seals; null where the entry's row is gone. */
export type SealedEntry = AuditLink & { entry: ChainedEntry | null };

/** The links that chain the audit, each of them one entry's place and hash. */
export interface AuditLinkRows {
  /** Makes this write the one that seals, until it ends; false while another one is. */
  takeTurn(): Promise<boolean>;
  head(): Promise<Head>;
  /**
   * The entries without a link among the next `window` after this id, by id; `lookedTo` is the last id of the window,
   * or null when it was the end.
   */
  unsealedAfter(id: string, window: number): Promise<{ entries: AuditEntry[]; lookedTo: string | null }>;
  countUnsealed(): Promise<number>;
  /** Which entries after this id, up to the last one, have a link. */
  sealedIn(range: { after: string; last: string }): Promise<Set<string>>;
  append(links: AuditLink[]): Promise<void>;
  /** Links with their entries, in the order of the chain. */
  after(sequence: number, limit: number): Promise<SealedEntry[]>;
}

/** Everything that an entry says, and all entries before it, in one hash. */
export function hashOf(digest: Digest, previous: string, sequence: number, entry: ChainedEntry): string {
  const { id, siteId, subject, subjectId, status, actor, reason, createdAt } = entry;
  // JSON quotes each part, so that no two entries can run together into the same bytes.
  return digest(
    JSON.stringify([previous, sequence, id, siteId, subject, subjectId, status, actor, reason, createdAt]),
  );
}

/** The links that join these entries to the end of the chain, in the order given. */
export function linksFor(digest: Digest, head: Head, entries: AuditEntry[]): AuditLink[] {
  let { sequence, hash } = head;
  return entries.map((entry) => {
    sequence += 1;
    hash = hashOf(digest, hash, sequence, entry);
    return { sequence, auditId: entry.id, hash };
  });
}
