import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { Rows, Store } from '../store.ts';
import type { BatchMove, BatchRecord } from './batch.ts';

const BATCH_CHANGES = ['approve', 'stop', 'resume', 'cancel'] as const;
export type BatchChange = (typeof BATCH_CHANGES)[number];

type ChangeBatchParts = { store: Store; clock: Clock; ids: Ids };

/** A person's decision about a batch: the name of their secret key stands for them. */
type BatchDecision = { change: BatchChange; keyName: string; words: string };

type Changing = BatchDecision & { rows: Rows; parts: ChangeBatchParts; batch: BatchRecord; now: number };

/** From where a batch can be changed so. */
const FROM: Record<BatchChange, readonly BatchRecord['status'][]> = {
  approve: ['held'],
  stop: ['running'],
  resume: ['stopped'],
  cancel: ['held', 'running', 'stopped'],
};

/**
 * Writes a person's decision about a batch. What was made stays as it is: `stop` keeps the rest waiting with its budget,
 * `cancel` gives the rest up. Throws `not_found`, and `wrong_state` that names the state.
 */
export async function changeBatch(
  parts: ChangeBatchParts,
  batchRowId: string,
  decision: BatchDecision,
): Promise<void> {
  await parts.store.write('change-batch', async (rows) => {
    const batch = await rows.batches.lock(batchRowId);
    if (!batch) throw new DomainError('not_found', 'There is no such batch.');
    const from = FROM[decision.change];
    if (!from.includes(batch.status)) {
      const only = `only one that is ${from.join(' or ')} can be changed so`;
      throw new DomainError('wrong_state', `The batch is ${batch.status}; ${only}.`);
    }
    const now = parts.clock();
    const changing = { ...decision, rows, parts, batch, now };
    const move = await MOVES[decision.change](changing);
    await rows.batches.move(batch.id, move);
    const trail = new Trail(parts.ids, now, `key:${decision.keyName}`);
    const { status, reason } = move;
    trail.step(
      { siteId: batch.siteId, subject: 'batch', subjectId: batch.id, status, reason },
      decision.words,
    );
    await trail.store(rows);
    if (decision.change === 'cancel') await releaseRest(changing);
  });
}

const MOVES: Record<BatchChange, (changing: Changing) => Promise<BatchMove>> = {
  approve,
  async stop({ rows, batch }) {
    const [waiting] = await rows.batches.waiting(batch.id, 1);
    if (!waiting)
      throw new DomainError('wrong_state', 'All rewards of the batch are made: nothing is left to stop.');
    return { status: 'stopped', reason: 'batch_stopped', dueAt: null };
  },
  async resume({ now }) {
    return { status: 'running', reason: 'batch_resumed', dueAt: now };
  },
  /** What was made comes to rest by itself: a batch with such rewards is done with, too. */
  async cancel({ now }) {
    return { status: 'cancelled', reason: 'cancelled_by_person', dueAt: null, completedAt: now };
  },
};

async function approve({ rows, batch, keyName, now }: Changing): Promise<BatchMove> {
  if (!(await rows.batches.approve({ batchRowId: batch.id, keyName, createdAt: now }))) {
    const message =
      'The batch is held: this key has approved it already, and a second named key must approve it as well.';
    throw new DomainError('wrong_state', message);
  }
  const given = await rows.batches.approvals(batch.id);
  return given < batch.approvalsNeeded
    ? { status: 'held', reason: 'awaiting_second_approval', dueAt: null }
    : { status: 'running', reason: 'approved_by_person', dueAt: now };
}

/** The budget is the last lock of a write (design 7.11). */
async function releaseRest({ rows, parts, batch, now }: Changing): Promise<void> {
  const amount = await rows.batches.cancelWaiting(batch.id, 'cancelled_by_person');
  if (amount === 0) return;
  const { id: batchRowId, programId } = batch;
  const entry = { id: parts.ids.next('bud'), programId, batchRowId, amount, createdAt: now };
  await rows.budgets.releaseBatch({ ...entry, kind: 'release' });
}
