import { HOUR_MS } from '../clock.ts';
import { CHAIN_START, type Digest, type Head, hashOf, type SealedEntry } from './chain.ts';
import { type Checkpoint, type IsSignedWith, isGenuine } from './checkpoint.ts';

/** What is wrong, and at which entry; null where the fault is no entry's. */
type ChainFault = { sequence: number | null; sentence: string };

export type ChainReport = {
  head: Head;
  /** The first fault, or null. */
  fault: ChainFault | null;
  /** The newest genuine checkpoint, or null: what lies behind it would not be missed. */
  checkpoint: Checkpoint | null;
  /** Entries that were sealed long after their own time, such as one that somebody slipped in; the first few. */
  late: SealedEntry[];
  lateCount: number;
};

type VerifyParts = {
  digest: Digest;
  isSigned: IsSignedWith;
  /** The public key of checkpoints. */
  key: string;
};

/** Processes' clocks differ by less, and transactions are shorter. */
const LATE_MS = HOUR_MS;
const LATE_SHOWN = 10;

/**
 * Recomputes the whole chain, and holds it against the checkpoints: the chain by itself shows every change in its
 * middle, the checkpoints show that its end was cut off or that all of it was written anew. Stops at the first fault.
 */
export async function verifyChain(
  parts: VerifyParts,
  pages: AsyncIterable<SealedEntry[]>,
  checkpoints: Checkpoint[],
): Promise<ChainReport> {
  const foreign = checkpoints.find((checkpoint) => !isGenuine(parts.isSigned, checkpoint, parts.key));
  const stated = Map.groupBy(checkpoints, ({ sequence }) => sequence);
  const lateness = createLateness();
  let head: Head = { sequence: 0, hash: CHAIN_START };
  let confirmed = 0;

  function report(fault: ChainFault | null): ChainReport {
    const newest = checkpoints.findLast(({ sequence }) => sequence === confirmed) ?? null;
    return { head, fault, checkpoint: newest, late: lateness.first, lateCount: lateness.count() };
  }

  if (foreign) return report(foreignFault(foreign));
  for await (const page of pages) {
    for (const sealed of page) {
      const fault = faultOf(parts.digest, head, sealed);
      if (fault) return report(fault);
      head = { sequence: sealed.sequence, hash: sealed.hash };
      const statements = stated.get(head.sequence) ?? [];
      if (statements.some(({ hash }) => hash !== head.hash))
        return report(rewritten(confirmed, head.sequence));
      if (statements.length > 0) confirmed = head.sequence;
      lateness.look(sealed);
    }
  }
  const newest = Math.max(0, ...stated.keys());
  return report(newest > head.sequence ? cutOff(head.sequence, newest) : null);
}

function faultOf(
  digest: Digest,
  head: Head,
  { sequence, auditId, hash, entry }: SealedEntry,
): ChainFault | null {
  const next = head.sequence + 1;
  if (sequence < next)
    return { sequence, sentence: `Entry ${sequence} (${auditId}) is there twice or out of order.` };
  if (sequence > next) return { sequence: next, sentence: `Entry ${next} is missing from the chain.` };
  if (entry === null) return { sequence, sentence: `Entry ${sequence} (${auditId}) was removed.` };
  if (hashOf(digest, head.hash, sequence, entry) === hash) return null;
  return { sequence, sentence: `Entry ${sequence} (${auditId}) is not what was sealed.` };
}

function rewritten(confirmed: number, sequence: number): ChainFault {
  const sentence = `The chain was written anew: entry ${confirmed + 1}, or one after it up to entry ${sequence}, is not what the checkpoint at entry ${sequence} was signed for.`;
  return { sequence: confirmed + 1, sentence };
}

function cutOff(last: number, stated: number): ChainFault {
  const sentence = `The end was cut off: entry ${last + 1} and all up to entry ${stated}, for which a checkpoint was signed, are missing.`;
  return { sequence: last + 1, sentence };
}

function foreignFault({ sequence }: Checkpoint): ChainFault {
  const sentence = `The checkpoint at entry ${sequence} was not signed with the key of this installation, or was changed.`;
  return { sequence: null, sentence };
}

function createLateness() {
  const first: SealedEntry[] = [];
  let newestAt = 0;
  let found = 0;
  return {
    first,
    count: () => found,
    look(sealed: SealedEntry): void {
      const at = sealed.entry?.createdAt ?? newestAt;
      newestAt = Math.max(newestAt, at);
      if (at >= newestAt - LATE_MS) return;
      found += 1;
      if (first.length < LATE_SHOWN) first.push(sealed);
    },
  };
}
