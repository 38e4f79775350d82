import type { BatchRecord } from '../domain/batch/batch.ts';
import { DomainError } from '../domain/errors.ts';
import type { Store } from '../domain/store.ts';

/** The site's batch of this id, ours or its own. Throws `not_found`, for another site's too. */
export async function findBatch({ read }: Store, siteId: string, id: string): Promise<BatchRecord> {
  const ours = await read.batches.find(id);
  const found = ours?.siteId === siteId ? ours : await read.batches.byBatchId(siteId, id);
  if (!found) throw new DomainError('not_found', 'There is no such batch.');
  return found;
}
