import { z } from 'zod';

const page = z.union([
  z.object({
    data: z.array(z.unknown()),
    totalcount: z.coerce.number().int().nonnegative().nullable().optional().catch(null),
  }),
  // A bare array is read too: the envelope is known from client code only.
  z.array(z.unknown()).transform((data) => ({ data, totalcount: null })),
]);

/** One page of a list: its rows, and how many there are over all pages when the upstream says so. */
export type ListPage = { rows: unknown[]; total: number | null };

/** Reads the list envelope of gift-card-api.md section 4; null when the body is none. */
export function readList(body: unknown): ListPage | null {
  const parsed = page.safeParse(body);
  return parsed.success ? { rows: parsed.data.data, total: parsed.data.totalcount ?? null } : null;
}
