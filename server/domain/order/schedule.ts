import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { Random } from '../ids.ts';
import type { Capabilities } from './gift-cards.ts';

const BACKOFF_BASE_MS = SECOND_MS;
const BACKOFF_CAP_MS = 5 * MINUTE_MS;

/** How long after each look at a pending order the next one comes (gift-card-api.md, 5.4). */
const POLL_MS = [2 * SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS];
/** From then on, for as long as it takes: seldom where the upstream tells when it is done. */
const LATER_POLL_MS = { per_order: 30 * MINUTE_MS, none: 5 * MINUTE_MS };

/** How long a parked account rests before one order probes for funds. */
export const PROBE_EVERY_MS = MINUTE_MS;

/** The longest that an order rests which is refused for funds again and again while others are paid. */
const FUNDS_WAIT_CAP_MS = 30 * MINUTE_MS;

/** Calls in a row without an answer, after which an account is left alone but for one try at a time. */
export const UNREACHABLE_AFTER = 5;

/** How often an unreachable upstream is tried, over all processes. */
export const TRY_EVERY_MS = 10 * SECOND_MS;

/** A flood of hints costs the upstream one call per order in this time (trust.md, test 13). */
export const HINT_EVERY_MS = 5 * SECOND_MS;

/** How long after it was sent a request whose answer never came may still arrive at the upstream. */
export const ARRIVES_WITHIN_MS = MINUTE_MS;

/** Of a lease, what the calls of one attempt may take together; the rest is for writing down what came of them. */
export const RUN_SHARE = 0.9;

/** From when on an order without an end is an alarm. */
export const STUCK_AFTER_MS = 24 * HOUR_MS;

/**
 * The wait before a repeat, in ms: full jitter, so that orders that failed together don't come back together.
 * `tries` counts from 0. What the upstream asks for is a floor, never shortened.
 */
export function backoffMs(tries: number, random: Random, atLeastMs = 0): number {
  // The exponent is bounded first: 2 ** 1e6 would be Infinity, and Infinity * 0 is NaN.
  const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(tries, 20));
  return Math.max(atLeastMs, Math.round(random() * ceiling));
}

/** The wait for the next look (ms); `looks` counts from 0. */
export function pollMs(looks: number, notice: Capabilities['notice']): number {
  return POLL_MS[looks] ?? LATER_POLL_MS[notice];
}

/** The wait of an order that was refused for funds while others were paid (ms); `refusals` counts from 0. */
export function fundsWaitMs(refusals: number): number {
  return Math.min(FUNDS_WAIT_CAP_MS, PROBE_EVERY_MS * 2 ** Math.min(refusals, 20));
}
