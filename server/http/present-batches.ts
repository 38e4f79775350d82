import type { Batch } from '../../shared/contract/batch.ts';
import { SUPPORT_TEXTS } from '../../shared/reason.ts';
import type { BatchRecord } from '../domain/batch/batch.ts';
import { presentBatch } from '../domain/batch/present-batch.ts';
import { presentStep } from '../domain/reward/present-reward.ts';
import type { Store } from '../domain/store.ts';
import type { RouteParts } from './route-parts.ts';

/** Batches as they stand, in the order given. Their items are counted, so others go first between two large ones. */
export async function presentBatches(
  { store, breathe }: Pick<RouteParts, 'store' | 'breathe'>,
  batches: BatchRecord[],
): Promise<Batch[]> {
  const presented: Batch[] = [];
  for (const each of batches) {
    presented.push(await presentOne(store, each));
    await breathe();
  }
  return presented;
}

async function presentOne({ read }: Store, batch: BatchRecord): Promise<Batch> {
  const counts = await read.batches.counts(batch.id);
  return presentBatch(batch, { counts, approvals: await read.batches.approvals(batch.id) });
}

/** A batch with every step it took, who caused it, and what they wrote. */
export async function presentBatchDetail(store: Store, batch: BatchRecord): Promise<Batch> {
  const presented = await presentOne(store, batch);
  const steps = await store.read.audit.ofSubjects([batch.id]);
  const notes = await store.read.notes.ofEntries(steps.map(({ id }) => id));
  const timeline = steps.map((entry) => {
    const note = notes.get(entry.id);
    return {
      ...presentStep(entry),
      text: SUPPORT_TEXTS[entry.reason],
      ...(note !== undefined && { note }),
    };
  });
  return { ...presented, timeline };
}
