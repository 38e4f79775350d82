import { z } from 'zod';
import { plainText } from './fields.ts';

/** Query of every list: newest first, `cursor` is the `nextCursor` of the page before. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: plainText(200).optional(),
});

/** One page of a list; `nextCursor` is null on the last. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}
