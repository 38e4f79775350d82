import { LRUCache } from 'lru-cache';
import type { Alerts } from '../domain/alerts.ts';
import { MINUTE_MS } from '../domain/clock.ts';
import { DomainError } from '../domain/errors.ts';
import { hostOf } from '../domain/fraud/place-of.ts';

/** Wrong paths that one address may try within a minute: more than anybody mistypes. */
const MAX_WRONG = 10;
/** Addresses of which wrong paths are remembered at once; the oldest are forgotten. */
export const MAX_ADDRESSES = 10_000;
/** Tries within a minute, from wherever, of which operators are told. */
export const ALARM_AT = 100;

export type ClaimGuesses = {
  /** Throws `too_many_requests` while the address has too many wrong paths behind it. Null: no address is known. */
  admit(address: string | null, now: number): void;
  /** Counts a path that is no claim's. Throws as `admit` does when others used up the places meanwhile. */
  countWrong(address: string | null, now: number): void;
  /** How many addresses are remembered. */
  size(): number;
};

/**
 * Keeps claim pages from being guessed. It counts within this process and its memory alone, and stores nothing. Visitors
 * whose address is not known are not held back, since they would all be one; their tries count for the alarm.
 */
export function createClaimGuesses(alerts: Alerts): ClaimGuesses {
  /** When each address tried its latest wrong paths (epoch ms), oldest first. */
  const wrongAt = new LRUCache<string, number[]>({ max: MAX_ADDRESSES });
  const countTry = createAlarm(alerts);

  function recent(host: string | null, now: number): number[] {
    return host === null ? [] : (wrongAt.get(host) ?? []).filter((at) => now - at < MINUTE_MS);
  }

  function refuseAfter(times: number[], now: number): void {
    const [oldest] = times;
    if (oldest === undefined || times.length < MAX_WRONG) return;
    countTry(now);
    throw new DomainError('too_many_requests', 'Too many addresses that are no claim were tried from here.', {
      retryAfterMs: oldest + MINUTE_MS - now,
    });
  }

  return {
    admit(address, now) {
      refuseAfter(recent(address === null ? null : hostOf(address), now), now);
    },
    countWrong(address, now) {
      const host = address === null ? null : hostOf(address);
      const times = recent(host, now);
      refuseAfter(times, now);
      if (host !== null) wrongAt.set(host, [...times, now]);
      countTry(now);
    },
    size: () => wrongAt.size,
  };
}

/** Tells operators of many tries within a minute, at most once in a minute. */
function createAlarm(alerts: Alerts): (now: number) => void {
  let minute = { startedAt: Number.NEGATIVE_INFINITY, tries: 0 };
  let raisedAt = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now - minute.startedAt >= MINUTE_MS) minute = { startedAt: now, tries: 0 };
    minute.tries += 1;
    if (minute.tries < ALARM_AT || now - raisedAt < MINUTE_MS) return;
    raisedAt = now;
    alerts.raise({
      kind: 'claim_guessing',
      summary: `Somebody guesses addresses of claim pages: ${ALARM_AT} wrong or refused tries within a minute.`,
      data: { tries: minute.tries },
    });
  };
}
