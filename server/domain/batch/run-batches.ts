import { Trail } from '../audit/trail.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Telemetry } from '../telemetry.ts';
import { announce } from '../webhook/announce.ts';
import { type MakeRewardsParts, makeRewards, type Piece } from './make-rewards.ts';

type RunBatchesParts = MakeRewardsParts & {
  telemetry: Pick<Telemetry, 'batchAdvanced'>;
  /** Lets the worker look for due orders now. */
  wake: () => void;
  breathe: () => Promise<void>;
  log: Pick<Log, 'error'>;
};

/** Batches in one look; the next look takes the others. */
const AT_ONCE = 20;

/**
 * Makes rewards for every batch that is due, a piece of each in turn, so that a large one holds up no small one; then
 * sees which of them have come to rest. One that throws is logged and waits, and holds up no other. `signal`: between two
 * pieces it stops, and the next look goes on.
 */
export async function runBatches(parts: RunBatchesParts, signal?: AbortSignal): Promise<void> {
  const due = await parts.store.read.batches.due(parts.clock(), AT_ONCE);
  const broken = new Set<string>();
  const guarded = async <R>(id: string, work: () => Promise<R>): Promise<R | null> => {
    try {
      return await work();
    } catch (err) {
      broken.add(id);
      parts.log.error({ err, batchRowId: id }, 'a batch broke off and is tried again later');
      await postpone(parts, id);
      return null;
    }
  };
  for (let open = due; open.length > 0 && !signal?.aborted; ) {
    const more: string[] = [];
    for (const id of open) {
      if (signal?.aborted) return;
      const piece = await guarded(id, () => runPiece(parts, id));
      if (piece && !piece.isOver) more.push(id);
      await parts.breathe();
    }
    open = more;
  }
  for (const id of due) {
    if (signal?.aborted) return;
    if (!broken.has(id)) await guarded(id, () => settleBatch(parts, id));
  }
}

/** How long a batch that broke off waits: whatever broke it will seldom be gone at once. */
const AGAIN_AFTER_MS = MINUTE_MS;

/** Throws where the database itself is the trouble: then no other batch would fare better. */
async function postpone({ store, clock }: RunBatchesParts, batchRowId: string): Promise<void> {
  await store.write('settle-batch', async (rows) => {
    const batch = await rows.batches.lock(batchRowId);
    if (batch?.status !== 'running') return;
    const dueAt = clock() + AGAIN_AFTER_MS;
    await rows.batches.move(batch.id, { status: 'running', reason: batch.reason, dueAt });
  });
}

/** One piece of a batch, with what follows from it outside of the database. */
async function runPiece(parts: RunBatchesParts, batchRowId: string): Promise<Piece> {
  const piece = await makeRewards(parts, batchRowId);
  if (piece.made + piece.refused > 0) parts.telemetry.batchAdvanced(batchRowId, piece);
  if (piece.ordered > 0) parts.wake();
  return piece;
}

const SOONEST_MS = 2 * SECOND_MS;

/** A batch whose rewards are under way is looked at less and less often: some wait for their recipients for weeks. */
function nextLook(age: number): number {
  return Math.min(HOUR_MS, Math.max(SOONEST_MS, age / 20));
}

/** Completes a batch of which nothing is open any more. Nobody else decides about it meanwhile. */
async function settleBatch({ store, ids, clock }: RunBatchesParts, batchRowId: string): Promise<void> {
  await store.write('settle-batch', async (rows) => {
    const batch = await rows.batches.lock(batchRowId);
    if (batch?.status !== 'running') return;
    const now = clock();
    if (await rows.batches.hasOpen(batch.id)) {
      const dueAt = Math.round(now + nextLook(now - batch.createdAt));
      await rows.batches.move(batch.id, { status: 'running', reason: batch.reason, dueAt });
      return;
    }
    const completed = { status: 'completed', reason: 'batch_completed' } as const;
    await rows.batches.move(batch.id, { ...completed, dueAt: null, completedAt: now });
    const trail = new Trail(ids, now, 'system');
    trail.step({ siteId: batch.siteId, subject: 'batch', subjectId: batch.id, ...completed });
    await trail.store(rows);
    const { siteId, batchId, programId } = batch;
    const data = { batchId, programId, status: 'completed' } as const;
    await announce(rows, ids, now, [{ siteId, type: 'batch.completed', data }]);
  });
}
