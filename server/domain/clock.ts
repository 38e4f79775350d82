/** The present as epoch milliseconds. Passed in everywhere, so that tests and retries decide what time it is. */
export type Clock = () => number;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** An instant on the wire: ISO 8601 in UTC. */
export function toIso(atMs: number): string {
  return new Date(atMs).toISOString();
}
