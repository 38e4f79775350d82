import type { Context } from 'hono';
import { z } from 'zod';
import { Problem } from '../problem.ts';

const whole = z
  .string()
  .regex(/^\d{1,9}$/, 'Must be a whole number.')
  .transform(Number);
const pageSchema = z.object({
  pageindex: whole.refine((index) => index >= 1, 'Must be at least 1.').default(1),
  pagesize: whole.refine((size) => size >= 1 && size <= 500, 'Must be from 1 to 500.').default(50),
});

/** The query, names in lower case, since that stack binds them in any casing. */
export function queryOf(c: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(c.req.query()).map(([name, text]) => [name.toLowerCase(), text]));
}

/** One page of a list in the list envelope. @throws Problem 400 for a page that can't be */
export function pageOf<T>(items: readonly T[], query: Record<string, string>) {
  const parsed = pageSchema.safeParse(query);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => [String(path[0]), [message]]);
    throw new Problem(400, Object.fromEntries(errors));
  }
  const { pageindex, pagesize } = parsed.data;
  const first = (pageindex - 1) * pagesize;
  return {
    Data: items.slice(first, first + pagesize),
    Page: pageindex,
    PageSize: pagesize,
    TotalCount: items.length,
  };
}
