import { SECOND_MS } from '../domain/clock.ts';
import type { LookResult } from '../domain/order/gift-cards.ts';
import type { AnswerClass } from './classify-answer.ts';

/** How any call may end without telling about an order. */
export type Ending = Exclude<LookResult, { kind: 'found' } | { kind: 'missing' }>;

/** For a 429 that names no time. */
const SLOWED_MS = 10 * SECOND_MS;

/** The ending that a status means; whatever says nothing definite about the account is `unknown`. */
export function endingOf(meaning: AnswerClass, detail: string, retryAfterMs: number | null): Ending {
  if (meaning === 'disabled') return { kind: 'disabled', detail };
  if (meaning === 'slowed') return { kind: 'slowed', retryAfterMs: retryAfterMs ?? SLOWED_MS, detail };
  const isAlive = meaning !== 'unknown' && meaning !== 'done';
  return { kind: 'unknown', detail, retryAfterMs, ...(isAlive && { isAlive }) };
}
