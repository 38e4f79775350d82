import type { BatchStatus, ItemStatus } from '../../../shared/contract/batch.ts';
import type { Delivery } from '../../../shared/contract/fields.ts';
import type { Money } from '../../../shared/money.ts';
import type { ReasonCode } from '../../../shared/reason.ts';

/** A list of recipients whose rewards a site gives at once. They are made piece by piece, each with its own order. */
export type BatchRecord = {
  id: string;
  siteId: string;
  /** The site's own id: unique per site and final. */
  batchId: string;
  programId: string;
  delivery: Delivery;
  /** Digest of what makes a repeat the same batch. */
  fingerprint: string;
  /** Who gave it, as the audit names them. */
  madeBy: string;
  /** How many items it has. */
  items: number;
  /** Face value of all of them. */
  value: Money;
  /** How many named keys have to approve it before its first reward is made. */
  approvalsNeeded: number;
  status: BatchStatus;
  reason: ReasonCode;
  /** When it is looked at next (epoch ms); null while it does not run. */
  dueAt: number | null;
  createdAt: number;
  completedAt: number | null;
};

/** One recipient of a batch. */
export type BatchItem = {
  id: string;
  batchRowId: string;
  /** The site's own id of the row. */
  itemId: string;
  /** The site's own id of the person; null for somebody of whom it told none. */
  externalId: string | null;
  /** An `Address`, sealed for this item until its reward is made. */
  sealedAddress: string | null;
  productId: string;
  value: Money;
  message: string | null;
  status: 'waiting' | 'made' | 'refused' | 'cancelled';
  reason: ReasonCode;
  rewardId: string | null;
};

/** An item as it stands, which from its reward on is where that stands. */
export type StandingItem = Omit<BatchItem, 'status' | 'sealedAddress' | 'message'> & { status: ItemStatus };

export type BatchApproval = { batchRowId: string; keyName: string; createdAt: number };

export type ItemCount = { status: ItemStatus; count: number; made: number };

/** Why no reward can be made for an item. */
export type Refusal = { id: string; reason: ReasonCode };

/** What happens to a batch beside its items. */
export type BatchMove = Pick<BatchRecord, 'status' | 'reason' | 'dueAt'> & { completedAt?: number };

/** Stored batches and the items of each. */
export interface BatchRows {
  /** False when the site has a batch of this `batchId` already. */
  insert(batch: BatchRecord, items: readonly BatchItem[]): Promise<boolean>;
  find(id: string): Promise<BatchRecord | undefined>;
  byBatchId(siteId: string, batchId: string): Promise<BatchRecord | undefined>;
  /** Nobody else makes its rewards or decides about it until this write has ended. */
  lock(id: string): Promise<BatchRecord | undefined>;
  move(id: string, move: BatchMove): Promise<void>;
  /** Ids of batches that run and whose time has come, the longest due first. */
  due(now: number, limit: number): Promise<string[]>;
  /** Items whose rewards are not made yet, in order. */
  waiting(batchRowId: string, limit: number): Promise<BatchItem[]>;
  /** Writes down which reward came of an item; where its card goes is the reward's own from now on. */
  made(items: { id: string; rewardId: string }[]): Promise<void>;
  refuse(refusals: Refusal[]): Promise<void>;
  /** Cancels every item whose reward is not made yet. What they were worth together, in minor units. */
  cancelWaiting(batchRowId: string, reason: ReasonCode): Promise<number>;
  /** Whether an item still waits, or its reward has not come to rest. */
  hasOpen(batchRowId: string): Promise<boolean>;
  /** Items by status, and of how many of them a reward was made. */
  counts(batchRowId: string): Promise<ItemCount[]>;
  /** Newest first. */
  list(filter: {
    siteId: string;
    programId?: string | undefined;
    status?: BatchStatus | undefined;
    before: string | null;
    limit: number;
  }): Promise<BatchRecord[]>;
  /** In the order in which the site gave them. */
  items(filter: {
    batchRowId: string;
    status?: ItemStatus | undefined;
    after: string | null;
    limit: number;
  }): Promise<StandingItem[]>;
  /** False when this key approved the batch before: one person never counts twice. */
  approve(approval: BatchApproval): Promise<boolean>;
  approvals(batchRowId: string): Promise<number>;
}
