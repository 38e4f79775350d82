import { batchItemRequest } from '../../../shared/contract/batch.ts';
import { fieldFaults } from '../../../shared/contract/field-faults.ts';
import { plainIssue } from '../../../shared/contract/plain-issue.ts';
import type { RawItem, ReadItem } from './item.ts';
import { Report } from './report.ts';

/** Rows after which whatever else waits in the process goes first. */
const BREATHE_EVERY = 250;

/** Calls `each` for all rows, and lets others go first now and then: ten thousand rows take a while. */
export async function throughAll<T>(
  rows: readonly T[],
  breathe: () => Promise<void>,
  each: (row: T, at: number) => void,
): Promise<void> {
  for (const [at, row] of rows.entries()) {
    each(row, at);
    if (at % BREATHE_EVERY === BREATHE_EVERY - 1) await breathe();
  }
}

/** The fields of every row. Throws `invalid_body` with the faults of all rows. */
export async function readItems(raw: readonly RawItem[], breathe: () => Promise<void>): Promise<ReadItem[]> {
  const report = new Report();
  const items: ReadItem[] = [];
  await throughAll(raw, breathe, ({ value, fault, path }, at) => {
    if (fault !== undefined) return report.add(at, { path: path(''), message: fault });
    const result = batchItemRequest.safeParse(value, { error: plainIssue });
    if (result.success) {
      items.push({ request: result.data, path });
      return;
    }
    for (const each of fieldFaults(result.error)) {
      report.add(at, { path: path(each.path), message: each.message });
    }
  });
  report.refuse(raw.length);
  return items;
}
