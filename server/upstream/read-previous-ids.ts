import { orderId } from './read-order.ts';

/** `previousorderids` was seen in the wild; the others are guesses (gift-card-api.md section 5.3). */
const KEYS = ['previousorderids', 'previousorderid', 'orderids', 'orderid', 'id'];

/** One is usual. Each costs a call, so a long list is not followed to its end. */
const MAX_IDS = 10;

/** The ids of earlier orders that a 409 names, as an array or alone; none when it names none that we can read. */
export function readPreviousIds(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const fields: Record<string, unknown> = { ...body };
  for (const key of KEYS) {
    const ids = [fields[key]].flat().filter((id) => orderId.safeParse(id).success);
    if (ids.length > 0) return [...new Set(ids.map(String))].slice(0, MAX_IDS);
  }
  return [];
}
