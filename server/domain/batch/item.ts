import type { BatchHead, BatchItemRequest } from '../../../shared/contract/batch.ts';
import type { Money } from '../../../shared/money.ts';
import type { Address } from '../delivery/address.ts';

export type BatchTerms = Pick<BatchHead, 'programId' | 'delivery'>;

/** A row as it came: what it holds, and how its fields are called there. */
export type RawItem = {
  value: unknown;
  /** What is wrong with the row itself, before its fields can be looked at. */
  fault?: string;
  /** The path of a field in the words of the sender: `items[3].recipient.email`, `rows[5].email`. */
  path: (field: string) => string;
};

/** A row whose fields are read. */
export type ReadItem = { request: BatchItemRequest; path: RawItem['path'] };

/** A row that is right in itself: its reward could be ordered. */
export type SoundItem = {
  itemId: string;
  externalId: string | null;
  address: Address | null;
  productId: string;
  value: Money;
  message: string | null;
};
