/** Cuts what was read with one item too many into a page and the cursor to the next: the id of its last item. */
export function pageOf<T extends { id: string }>(
  found: T[],
  limit: number,
): { items: T[]; nextCursor: string | null } {
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
