import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../server/domain/clock.ts';
import { readRetryAfter } from '../../server/net/retry-after.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('Retry-After', () => {
  test.each([
    ['seconds', '7', 7000],
    ['seconds with space around', ' 7 ', 7000],
    ['zero', '0', 0],
    ['an HTTP date', 'Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['the older date of RFC 850', 'Sunday, 22-Nov-26 12:00:30 GMT', 30_000],
    ['a date that has passed', 'Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['far too many seconds', '99999999999999999999', HOUR_MS],
    ['a date far away', 'Tue, 22 Nov 2050 12:00:30 GMT', HOUR_MS],
  ])('%s', (_name, header, waitMs) => {
    expect(readRetryAfter(header, NOW_MS)).toBe(waitMs);
  });

  test.each([null, '', '-5', '1.5', 'soon', '1e3', '2026-11-22T12:00:30Z', 'Sun, 99 Foo 2026 GMT'])(
    '%j asks for nothing',
    (header) => {
      expect(readRetryAfter(header, NOW_MS)).toBeNull();
    },
  );
});
