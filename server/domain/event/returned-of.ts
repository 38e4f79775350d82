import type { EventRecord } from './event.ts';

/** Events that take a purchase back, in whole or in part. */
export const RETURN_TYPES: ReadonlySet<string> = new Set(['refund', 'cancellation', 'dispute']);

/**
 * What came back of a purchase, in minor units of its currency, from the events that refer to it; `all` where one of
 * them names no amount. Each event counts once, since it is stored once.
 */
export function returnedOf(referring: readonly Pick<EventRecord, 'type' | 'amount'>[]): number | 'all' {
  const returns = referring.filter(({ type }) => RETURN_TYPES.has(type));
  if (returns.some(({ amount }) => amount === null)) return 'all';
  return returns.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}
