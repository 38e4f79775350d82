import { auditEntry } from '../audit/audit-entry.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Rows, Store } from '../store.ts';
import type { Gate } from './gate-rows.ts';

const EPOCH_LENGTH = 4;

/** A new epoch: the last characters of a ULID are chance. */
export function newEpoch(ids: Ids): string {
  return ids.ulid().slice(-EPOCH_LENGTH);
}

export type GateParts = { store: Store; clock: Clock; ids: Ids };

/** Stops all orders until a reconciliation, under a new epoch. False when they were stopped already. */
export async function closeGate(
  { store, clock, ids }: GateParts,
  reason: Exclude<Gate['reason'], 'copied'>,
): Promise<boolean> {
  return store.write('close-gate', async (rows) => {
    const standing = await rows.gate.closed();
    if (standing && standing.reason !== 'copied') return false;
    const now = clock();
    const since = standing?.since ?? (await rows.gate.newestStep());
    await rows.gate.close({ reason, closedAt: now, since }, newEpoch(ids));
    await recordGate(rows, ids, 'closed', now);
    return true;
  });
}

/** Marks a copy as one: whoever starts it has orders stopped, wherever and however it was restored. */
export async function markCopied({ store, clock }: Pick<GateParts, 'store' | 'clock'>): Promise<void> {
  await store.write('close-gate', async (rows) => {
    if (await rows.gate.closed()) return;
    await rows.gate.close({ reason: 'copied', closedAt: clock(), since: await rows.gate.newestStep() }, null);
  });
}

/** Lets orders go out again. Only right once everything that was ordered since the backup is known. */
export async function openGate({ store, clock, ids }: GateParts): Promise<void> {
  await store.write('open-gate', async (rows) => {
    const now = clock();
    await rows.gate.open();
    // Later than every send before the restore, so that the marks of any process tell of no other restore.
    for (const { id } of await rows.accounts.all()) await rows.accounts.slowUntil(id, now + 1);
    await recordGate(rows, ids, 'open', now);
  });
}

async function recordGate(rows: Rows, ids: Ids, status: 'closed' | 'open', now: number): Promise<void> {
  const reason = status === 'closed' ? 'ordering_gated' : 'ordering_reopened';
  const subject = { siteId: 'installation', subject: 'account', subjectId: 'installation' } as const;
  await rows.audit.append([auditEntry(ids, now, { ...subject, status, reason })]);
}
