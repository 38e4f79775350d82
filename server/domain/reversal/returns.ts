import type { EventRecord } from '../event/event.ts';

/** Events that take a purchase back, in whole or in part. */
export const RETURN_TYPES: ReadonlySet<string> = new Set(['refund', 'cancellation', 'dispute']);

/** Whether the event takes back the one that it refers to. */
export function isReturn({
  type,
  refersTo,
}: {
  type: string;
  refersTo?: string | null | undefined;
}): boolean {
  return refersTo != null && RETURN_TYPES.has(type);
}

/** What a return tells of itself. */
export type Returning = Pick<EventRecord, 'type' | 'amount' | 'currency' | 'trust' | 'refersTo'>;

/**
 * What came back of a purchase, in minor units of its `currency`, from the events that refer to it; `all` where one of
 * them names no amount. Each event counts once, since it is stored once. What only a browser reported takes nothing
 * back, and neither does an amount in another currency, which nobody can compare.
 */
export function returnedOf(referring: readonly Returning[], currency: string | null): number | 'all' {
  const returns = referring.filter((event) => isReturn(event) && event.trust === 'verified');
  if (returns.some(({ amount }) => amount === null)) return 'all';
  const comparable = returns.filter((event) => event.currency === currency);
  return comparable.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}
