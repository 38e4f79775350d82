import {
  type Batch,
  type BatchItem as BatchItemAnswer,
  ITEM_STATUSES,
  type ItemStatus,
} from '../../../shared/contract/batch.ts';
import { toIso } from '../clock.ts';
import type { BatchRecord, ItemCount, StandingItem } from './batch.ts';

type BatchStanding = { counts: readonly ItemCount[]; approvals: number };

/** Statuses of items whose reward has an order, or had one. */
const ORDERED: readonly ItemStatus[] = ['ordering', 'issued', 'opened', 'withheld', 'failed'];
const ISSUED: readonly ItemStatus[] = ['issued', 'opened', 'withheld'];

/** A batch as the API shows it: how its items stand, and nobody's name. */
export function presentBatch(batch: BatchRecord, { counts, approvals }: BatchStanding): Batch {
  const count = (status: ItemStatus) => counts.find((each) => each.status === status)?.count ?? 0;
  const sum = (statuses: readonly ItemStatus[]) =>
    statuses.reduce((total, status) => total + count(status), 0);
  return {
    id: batch.id,
    batchId: batch.batchId,
    programId: batch.programId,
    delivery: batch.delivery,
    status: batch.status,
    reason: batch.reason,
    items: batch.items,
    value: batch.value,
    counts: Object.fromEntries(ITEM_STATUSES.map((status) => [status, count(status)])) as Batch['counts'],
    progress: {
      made: counts.reduce((total, each) => total + each.made, 0),
      ordered: sum(ORDERED),
      issued: sum(ISSUED),
    },
    approvals: { needed: batch.approvalsNeeded, given: approvals },
    createdAt: toIso(batch.createdAt),
    completedAt: batch.completedAt === null ? null : toIso(batch.completedAt),
  };
}

/** The answer that a batch got when it was accepted: a repeat gets the very same, however far it is by now. */
export function presentAccepted(batch: BatchRecord): Batch {
  const isHeld = batch.approvalsNeeded > 0;
  const asAccepted: BatchRecord = {
    ...batch,
    status: isHeld ? 'held' : 'running',
    reason: isHeld ? 'awaiting_approval' : 'batch_accepted',
    completedAt: null,
  };
  return presentBatch(asAccepted, {
    counts: [{ status: 'waiting', count: batch.items, made: 0 }],
    approvals: 0,
  });
}

/** An item as its site told it, and how far its reward is. */
export function presentItem(item: StandingItem): BatchItemAnswer {
  const { itemId, externalId, status, reason, rewardId, productId, value } = item;
  return { itemId, externalId, status, reason, rewardId, productId, value };
}
