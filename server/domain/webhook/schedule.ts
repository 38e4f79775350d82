import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { Random } from '../ids.ts';

/** Pauses before the second attempt and each one after it: the schedule of Standard Webhooks, 75 hours and a half. */
const PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Messages that failed together must not come back together. */
const JITTER = 0.1;

/** The pause after so many attempts (ms), 10 % around the schedule; null after the last one. */
export function pauseAfter(tries: number, random: Random): number | null {
  const pauseMs = PAUSES_MS[tries - 1];
  return pauseMs === undefined ? null : Math.round(pauseMs * (1 - JITTER + 2 * JITTER * random()));
}

/** Failures without a success in between for so long switch an endpoint off. */
export const DISABLE_AFTER_MS = 5 * DAY_MS;

/** How long a replaced secret goes on signing. */
export const OLD_SECRET_MS = DAY_MS;

/** Secrets that may sign at once: each one is a signature in every message. */
export const MAX_SECRETS = 5;

/** How long messages and what came of them are kept, and can be replayed. */
export const MESSAGE_LIFE_MS = 30 * DAY_MS;
