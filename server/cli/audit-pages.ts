import type { SealedEntry } from '../domain/audit/chain.ts';
import type { Rows } from '../domain/store.ts';

/** Entries that are read at once. */
const PAGE = 2000;

/** The sealed entries of a database up to `last`, in the order of the chain. */
export async function* storedPages(
  { auditLinks }: Rows,
  last = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<SealedEntry[]> {
  for (let after = 0; after < last; ) {
    const page = await auditLinks.after(after, Math.min(PAGE, last - after));
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)?.sequence ?? last;
  }
}
