import type { Random } from '../ids.ts';
import { pauseAfter } from './schedule.ts';
import type { DeliveryPatch, PostResult } from './webhook.ts';

/** What an attempt means: for its delivery, and for the endpoint. */
export type Outcome = {
  delivery: DeliveryPatch;
  endpoint: 'reached' | 'failing' | 'gone';
  /** The endpoint asked for a rest until then (epoch ms), or 0. */
  notBefore: number;
};

const GONE = 410;
/** Only these ask for a rest of everything, and not just of the message. */
const ASKS_FOR_REST = new Set([429, 503]);

/** Pure, so that the whole table can be read in one place: 2xx is delivered, everything else failed. */
export function outcomeOf(
  result: PostResult,
  { tries, now, random }: { tries: number; now: number; random: Random },
): Outcome {
  const lastStatus = result.kind === 'answered' ? result.status : null;
  const isTaken = lastStatus !== null && lastStatus >= 200 && lastStatus < 300;
  const answered = isTaken ? null : `http_${lastStatus}`;
  const seen = { lastStatus, lastError: result.kind === 'answered' ? answered : result.error };
  if (isTaken) {
    const delivery = { ...seen, status: 'delivered', dueAt: null, deliveredAt: now } as const;
    return { delivery, endpoint: 'reached', notBefore: 0 };
  }
  const dead = { ...seen, status: 'dead', dueAt: null, deliveredAt: null } as const;
  if (lastStatus === GONE) return { delivery: dead, endpoint: 'gone', notBefore: 0 };
  const notBefore = restUntil(result, now);
  const pauseMs = pauseAfter(tries, random);
  if (pauseMs === null) return { delivery: dead, endpoint: 'failing', notBefore };
  const dueAt = Math.max(now + pauseMs, notBefore);
  return {
    delivery: { ...seen, status: 'waiting', dueAt, deliveredAt: null },
    endpoint: 'failing',
    notBefore,
  };
}

function restUntil(result: PostResult, now: number): number {
  if (result.kind === 'unanswered' || result.retryAfterMs === null) return 0;
  return ASKS_FOR_REST.has(result.status) ? now + result.retryAfterMs : 0;
}
