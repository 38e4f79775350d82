import { z } from 'zod';
import { plainText } from './fields.ts';

export const WRONG_CURSOR = 'must be the nextCursor of an earlier page of this list';

/** Query of a list whose ids are names: only who reads it can tell whether `cursor` is one of them (`pageAfter`). */
export const namedListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: plainText(200).optional().meta({ description: 'The `nextCursor` of the page before' }),
});

/**
 * Query of every other list: newest first, by ids that are made of `prefix` and the time. The item itself may be gone
 * since, so a cursor of this form is good.
 */
export function listQuery(prefix: string) {
  const form = new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`);
  return namedListQuery.extend({ cursor: z.string().regex(form, WRONG_CURSOR).optional() });
}

/** One page of a list; `nextCursor` is null on the last. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}
