import { csvLine } from '../../shared/csv.ts';
import type { BatchRows, StandingItem } from '../domain/batch/batch.ts';

const HEADER = ['itemId', 'externalId', 'status', 'reason', 'rewardId', 'productId', 'amount', 'currency'];

/** Rows in one question to the database. */
const AT_ONCE = 500;

/** Whether the caller wants a spreadsheet rather than JSON. */
export function wantsCsv(accept: string | undefined): boolean {
  return /^\s*text\/csv\b/i.test(accept ?? '');
}

/**
 * The items of a batch as CSV, read while it is sent. It tells of people by the site's own ids alone. Cells that a
 * spreadsheet would run begin with an apostrophe.
 */
export function csvOfItems(
  batches: Pick<BatchRows, 'items'>,
  filter: Pick<Parameters<BatchRows['items']>[0], 'batchRowId' | 'status'>,
): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  let after: string | null = null;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(utf8.encode(csvLine(HEADER)));
    },
    async pull(controller) {
      const page: StandingItem[] = await batches.items({ ...filter, after, limit: AT_ONCE });
      if (page.length > 0) controller.enqueue(utf8.encode(page.map(lineOf).join('')));
      after = page.at(-1)?.id ?? after;
      if (page.length < AT_ONCE) controller.close();
    },
  });
}

function lineOf({ itemId, externalId, status, reason, rewardId, productId, value }: StandingItem): string {
  const { amount, currency } = value;
  return csvLine([
    itemId,
    externalId ?? '',
    status,
    reason,
    rewardId ?? '',
    productId,
    String(amount),
    currency,
  ]);
}
