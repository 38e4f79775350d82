import { describe, expect, test } from 'vitest';
import { assertMasterSecret, WeakSecret } from '../../server/domain/secret-strength.ts';

describe('a master secret', () => {
  test.each([
    ['31 characters', 'q7Wz3nB8kR5tYx2LmV9cJp4sHd6fGa1'],
    ['empty', ''],
    ['one character, many times', 'a'.repeat(64)],
    ['spaces', ' '.repeat(40)],
    ['a few characters in turn', 'abc'.repeat(20)],
    ['a sample', 'changeme-changeme-changeme-changeme'],
    ['a sample, dressed up', 'Change_Me! please, before production 1'],
    ['the sample of a JWT page', 'a-string-secret-at-least-256-bits-long'],
    ['an older sample of it', 'your-256-bit-secret-your-256-bit-secret'],
  ])('is refused: %s', (_, text) => {
    expect(() => assertMasterSecret(text)).toThrow(WeakSecret);
    expect(() => assertMasterSecret(text)).toThrow(/^The master secret .+\.$/);
  });

  test.each([
    ['32 characters', 'q7Wz3nB8kR5tYx2LmV9cJp4sHd6fGa1e'],
    ['64 hexadecimal digits', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['32 bytes in fewer characters', 'äöüßéèêëñçåøæœ€½'],
  ])('is accepted: %s', (_, text) => {
    expect(() => assertMasterSecret(text)).not.toThrow();
  });

  test('is never part of the error', () => {
    const text = 'hunter2-changeme-hunter2-changeme-hunter2';
    expect(() => assertMasterSecret(text)).toThrow(/^(?!.*hunter2)/);
  });
});
