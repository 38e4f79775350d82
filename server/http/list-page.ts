import { WRONG_CURSOR } from '../../shared/contract/list.ts';
import { DomainError } from '../domain/errors.ts';

type Page<T> = { items: T[]; nextCursor: string | null };

/** Cuts what was read with one item too many into a page and the cursor to the next: the id of its last item. */
export function pageOf<T extends { id: string }>(found: T[], limit: number): Page<T> {
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** A page of what is at hand as a whole, after the item whose id the cursor is. Throws `bad_request` where none is. */
export function pageAfter<T extends { id: string }>(
  all: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Page<T> {
  const last = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && last === -1) {
    const errors = [{ path: 'cursor', message: WRONG_CURSOR }];
    throw new DomainError('bad_request', `cursor: ${WRONG_CURSOR}`, { errors });
  }
  return pageOf(all.slice(last + 1), limit);
}
