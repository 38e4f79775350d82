import { z } from 'zod';
import { MINUTE_MS, SECOND_MS } from '../domain/clock.ts';

/** How far two machines' clocks may be apart. */
export const SKEW_MS = MINUTE_MS;

/** The last second that a `Date` can hold. */
const MAX_NUMERIC_DATE = 8.64e12;
const numericDate = z.number().nonnegative().max(MAX_NUMERIC_DATE);

/** NumericDate claims (RFC 7519, 2): seconds since the epoch. Every kind must say when it was made and when it ends. */
export const timeClaims = { iat: numericDate, exp: numericDate, nbf: numericDate.optional() };
export type TimeClaims = { iat: number; exp: number; nbf?: number | undefined };

export type TokenFault = 'token_invalid' | 'token_expired';

/** What a kind of token allows: its longest life, and how long after its end it still passes. */
export type TimeRules = { maxLifeMs: number; graceMs: number };

/** Judges the times of a token at `now` (epoch ms). */
export function timeFault(
  claims: TimeClaims,
  { maxLifeMs, graceMs }: TimeRules,
  now: number,
): TokenFault | null {
  const startsAt = Math.max(claims.iat, claims.nbf ?? claims.iat) * SECOND_MS;
  const lifeMs = (claims.exp - claims.iat) * SECOND_MS;
  if (startsAt > now + SKEW_MS || lifeMs <= 0 || lifeMs > maxLifeMs) return 'token_invalid';
  return now >= claims.exp * SECOND_MS + graceMs ? 'token_expired' : null;
}

/** Epoch ms as a NumericDate in whole seconds. */
export function toNumericDate(atMs: number): number {
  return Math.floor(atMs / SECOND_MS);
}
