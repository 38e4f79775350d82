import { type Clock, HOUR_MS, MINUTE_MS } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store.ts';
import type { AuditEntry } from './audit.ts';
import { type Digest, type Head, linksFor } from './chain.ts';
import { type CheckpointFile, type CheckpointSigner, signCheckpoint } from './checkpoint.ts';

type AuditSealerParts = {
  store: Store;
  clock: Clock;
  digest: Digest;
  signer: CheckpointSigner;
  checkpoints: CheckpointFile;
  log: Log;
  /** Lets others have a turn. */
  breathe: () => Promise<void>;
};

export type AuditSealer = {
  /**
   * Chains what is committed and not sealed yet, and signs a checkpoint where one is due (`now`: in any case). Resolves
   * to how many entries it sealed: none while another process does it.
   */
  seal(options?: { now: boolean }): Promise<number>;
};

/** Entries that are looked at, and at most sealed, at once. */
const WINDOW = 1000;

/** An entry may become visible after others with later ids: its transaction took longer, or its machine's clock is behind. */
const LATE_MS = MINUTE_MS;

/** How often everything is looked through, for whatever came later than that. */
const SWEEP_MS = HOUR_MS;

const CHECKPOINT_MS = MINUTE_MS;

/**
 * Chains the audit behind the writes that append to it, so that no write waits for another one's hash. Any process may
 * do it at any time: the turn is taken in the database, and its keys let no second link to an entry and no fork in.
 */
export function createAuditSealer(parts: AuditSealerParts): AuditSealer {
  const horizon = createHorizon();
  let signed: Head & { at: number } = { sequence: 0, hash: '', at: Number.NEGATIVE_INFINITY };

  /** False when another process has the turn. */
  async function sealEntries(after: string, entries: AuditEntry[]): Promise<boolean> {
    const last = entries.at(-1)?.id;
    if (last === undefined) return true;
    return parts.store.write('seal-audit', async ({ auditLinks }) => {
      if (!(await auditLinks.takeTurn())) return false;
      // Whoever had the turn before may have sealed some of them.
      const sealed = await auditLinks.sealedIn({ after, last });
      const open = entries.filter(({ id }) => !sealed.has(id));
      await auditLinks.append(linksFor(parts.digest, await auditLinks.head(), open));
      return true;
    });
  }

  async function sealAll(): Promise<number> {
    const now = parts.clock();
    let sealed = 0;
    for (let after = horizon.at(now); ; ) {
      const { entries, lookedTo } = await parts.store.read.auditLinks.unsealedAfter(after, WINDOW);
      if (!(await sealEntries(after, entries))) return sealed;
      sealed += entries.length;
      if (lookedTo === null) return sealed;
      after = lookedTo;
      horizon.reached(after, now);
      await parts.breathe();
    }
  }

  async function sign(): Promise<void> {
    const head = await parts.store.read.auditLinks.head();
    if (head.sequence <= signed.sequence) return;
    const checkpoint = signCheckpoint(parts.signer, head, parts.clock());
    parts.log.info(
      { entries: head.sequence, hash: inGroups(head.hash) },
      'the audit is sealed up to this entry',
    );
    signed = { ...head, at: checkpoint.at };
    await parts.checkpoints.append(checkpoint);
  }

  return {
    async seal({ now } = { now: false }) {
      const sealed = await sealAll();
      if (now || parts.clock() - signed.at >= CHECKPOINT_MS) await sign();
      return sealed;
    },
  };
}

/** From which id on to look: everything up to it was looked at, long enough ago that nothing comes late. */
function createHorizon() {
  let passed: { id: string; at: number }[] = [];
  let settled = '';
  let sweptAt = Number.NEGATIVE_INFINITY;
  return {
    at(now: number): string {
      if (now - sweptAt >= SWEEP_MS) {
        [passed, settled, sweptAt] = [[], '', now];
      }
      const old = passed.findLastIndex(({ at }) => now - at >= LATE_MS);
      settled = passed[old]?.id ?? settled;
      passed = passed.slice(old + 1);
      return settled;
    },
    reached(id: string, now: number): void {
      if (id > (passed.at(-1)?.id ?? '')) passed.push({ id, at: now });
    },
  };
}

/** The log takes long random words for secrets; a hash is none. */
function inGroups(hash: string): string {
  return hash.replaceAll(/.{8}(?=.)/g, '$& ');
}
