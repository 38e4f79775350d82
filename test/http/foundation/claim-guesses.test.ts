import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../server/domain/alerts.ts';
import {
  ALARM_AT,
  type ClaimGuesses,
  createClaimGuesses,
  MAX_ADDRESSES,
} from '../../../server/http/claim-guesses.ts';

const NOW = 1_795_000_000_000;
const MINUTE_MS = 60_000;

function start() {
  const raised: Alert[] = [];
  return { guesses: createClaimGuesses({ raise: (alert) => raised.push(alert) }), raised };
}

function tryWrong(guesses: ClaimGuesses, address: string | null, times: number, now = NOW): void {
  for (let tried = 0; tried < times; tried += 1) guesses.countWrong(address, now);
}

describe('35: guessing of claim pages', () => {
  test('an address is refused from its 11th wrong path on until a minute is over, and no other address is', () => {
    const { guesses } = start();
    tryWrong(guesses, '192.0.2.1', 5);
    tryWrong(guesses, '192.0.2.1', 5, NOW + 10_000);
    const refused = expect.objectContaining({ code: 'too_many_requests', retryAfterMs: 40_000 });
    expect(() => guesses.admit('192.0.2.1', NOW + 20_000)).toThrow(refused);
    expect(() => guesses.countWrong('192.0.2.1', NOW + 20_000)).toThrow(refused);
    guesses.admit('192.0.2.2', NOW + 20_000);
    guesses.admit('192.0.2.1', NOW + MINUTE_MS);
  });

  test('addresses of one IPv6 customer are one; an unknown address holds nobody back', () => {
    const { guesses } = start();
    tryWrong(guesses, '2001:db8:1:2::1', 10);
    expect(() => guesses.admit('2001:DB8:1:2:ffff::9', NOW)).toThrow();
    guesses.admit('2001:db8:1:3::1', NOW);
    tryWrong(guesses, '::ffff:192.0.2.1', 10);
    expect(() => guesses.admit('192.0.2.1', NOW)).toThrow();
    tryWrong(guesses, null, 50);
    guesses.admit(null, NOW);
  });

  test('operators are told of many tries within a minute, from one address or from many, once a minute', () => {
    for (const many of [1, 1000]) {
      const { guesses, raised } = start();
      const guess = (at: number) => {
        for (let tried = 0; tried < 2 * ALARM_AT; tried += 1) {
          const address = `198.51.${Math.floor((tried % many) / 250)}.${(tried % many) % 250}`;
          try {
            guesses.countWrong(address, at);
          } catch {
            // Refused: a try all the same.
          }
        }
      };
      guess(NOW);
      guess(NOW + MINUTE_MS - 1);
      expect(raised.map(({ kind }) => kind)).toEqual(['claim_guessing']);
      guess(NOW + MINUTE_MS);
      expect(raised).toHaveLength(2);
    }
  });

  test('what is remembered has a bound', () => {
    const { guesses } = start();
    for (let host = 0; host < MAX_ADDRESSES + 500; host += 1) {
      guesses.countWrong(`10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`, NOW);
    }
    expect(guesses.size()).toBe(MAX_ADDRESSES);
  });
});
