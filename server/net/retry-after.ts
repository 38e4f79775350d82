import { HOUR_MS, SECOND_MS } from '../domain/clock.ts';

/** Longest wait that an upstream may ask for: a wrong header must not park an account for a year. */
const MAX_RETRY_AFTER_MS = HOUR_MS;

/**
 * The wait in ms that a `Retry-After` header asks for, as seconds or as an HTTP date (RFC 9110, 10.2.3).
 * Null when it is absent or neither; never negative, never above MAX_RETRY_AFTER_MS.
 */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * SECOND_MS : readHttpDate(text) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}

/** Date.parse alone would also take `-5` or `1.5` for a year, hence the look at the weekday and the zone. */
function readHttpDate(text: string): number {
  return /^[A-Z][a-z]{2,8},? .+ GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
