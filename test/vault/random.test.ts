import { describe, expect, test } from 'vitest';
import { CODE_ALPHABET, newCode, randomToken } from '../../server/vault/random.ts';
import { CODE_PATTERN } from '../../shared/referral-code.ts';

/** How many tokens are drawn; the long run sets 1000000. */
const SAMPLES = Number(process.env['RANDOM_SAMPLES'] ?? 100_000);

/**
 * Pearson's statistic, turned into how many standard deviations it lies above what uniform draws give. Beyond 9 a
 * fair generator would fail less than once in 10^8 runs, a skewed alphabet always.
 */
function skewOf(counts: Map<string, number>, alphabet: string): number {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const expected = total / alphabet.length;
  const statistic =
    [...alphabet].reduce((sum, character) => sum + ((counts.get(character) ?? 0) - expected) ** 2, 0) /
    expected;
  const freedom = alphabet.length - 1;
  return (statistic - freedom) / Math.sqrt(2 * freedom);
}

function count(text: string, counts: Map<string, number>): void {
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
}

describe('a secret for an address', () => {
  test(`has 144 bits, never repeats in ${SAMPLES} and is evenly spread`, () => {
    const seen = new Set<string>();
    const counts = new Map<string, number>();
    for (let index = 0; index < SAMPLES; index += 1) {
      const token = randomToken();
      seen.add(token);
      count(token, counts);
    }
    expect(seen.size).toBe(SAMPLES);
    expect([...seen].every((token) => /^[A-Za-z0-9_-]{24}$/.test(token))).toBe(true);
    expect(skewOf(counts, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')).toBeLessThan(
      9,
    );
  }, 60_000);

  test('may be longer, and is refused under 128 bits', () => {
    expect(randomToken(32)).toHaveLength(43);
    expect(() => randomToken(15)).toThrow(RangeError);
  });
});

describe('a participant code', () => {
  test('is a folded code without look-alikes, evenly spread, and seldom taken', () => {
    const seen = new Set<string>();
    const counts = new Map<string, number>();
    for (let index = 0; index < 20_000; index += 1) {
      const code = newCode();
      seen.add(code);
      count(code, counts);
    }
    expect(seen.size).toBeGreaterThanOrEqual(19_999);
    expect([...seen].filter((code) => !CODE_PATTERN.test(code))).toEqual([]);
    expect([...counts.keys()].toSorted().join('')).toBe([...CODE_ALPHABET].toSorted().join(''));
    expect(CODE_ALPHABET).not.toMatch(/[01ILOU]/);
    expect(skewOf(counts, CODE_ALPHABET)).toBeLessThan(9);
  });
});
