import { type BatchHead, batchHead, MAX_BATCH_ITEMS } from '../../shared/contract/batch.ts';
import type { RawItem } from '../domain/batch/item.ts';
import { readCsvItems } from '../domain/batch/read-csv.ts';
import { DomainError } from '../domain/errors.ts';
import { parseJson } from './json.ts';
import { validate } from './validate.ts';

/** Ten thousand rows with an address and a message each: 1,600 bytes for every one. */
export const MAX_BATCH_BYTES = 16_000_000;

/** A batch as it came: what is the same for all items, and its rows with their places. */
type BatchBody = { head: BatchHead; items: RawItem[] };

/**
 * Reads a batch from JSON, or from CSV, where what is the same for all items stands in the query. Throws `invalid_body`,
 * and `bad_request` for a query that does not fit.
 */
export async function readBatchBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  query: Record<string, string>,
): Promise<BatchBody> {
  if (/^text\/csv\s*(;|$)/i.test(contentType ?? '')) {
    const head = validate(batchHead, query, 'bad_request');
    return { head, items: await readCsvItems(bytes, MAX_BATCH_ITEMS) };
  }
  const value = parseJson(bytes);
  const head = validate(batchHead, value, 'invalid_body');
  const items = itemsOf(value);
  return {
    head,
    items: items.map((item, at) => ({
      value: item,
      path: (field) => (field === '' ? `items[${at}]` : `items[${at}].${field}`),
    })),
  };
}

function itemsOf(value: unknown): unknown[] {
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
  if (Array.isArray(items)) return items;
  const message = 'must be a list';
  throw new DomainError('invalid_body', `items: ${message}`, { errors: [{ path: 'items', message }] });
}
