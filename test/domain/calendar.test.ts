import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAt, type PeriodLength, periodAt } from '../../server/domain/calendar.ts';
import { HOUR_MS } from '../../server/domain/clock.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();

describe('periods follow the clocks of the time zone', () => {
  test.each<[PeriodLength, string, string, string, string]>([
    ['day', 'UTC', '2026-11-25T23:59:59.999Z', '2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z'],
    // New York is five hours behind in winter.
    [
      'day',
      'America/New_York',
      '2026-11-25T03:00:00Z',
      '2026-11-24T05:00:00.000Z',
      '2026-11-25T05:00:00.000Z',
    ],
    // The day on which its clocks go back has 25 hours, the one on which they go forward 23.
    [
      'day',
      'America/New_York',
      '2026-11-01T12:00:00Z',
      '2026-11-01T04:00:00.000Z',
      '2026-11-02T05:00:00.000Z',
    ],
    [
      'day',
      'America/New_York',
      '2026-03-08T12:00:00Z',
      '2026-03-08T05:00:00.000Z',
      '2026-03-09T04:00:00.000Z',
    ],
    // Midnight does not exist on this day: it begins when the clocks jump.
    [
      'day',
      'America/Santiago',
      '2026-09-06T12:00:00Z',
      '2026-09-06T04:00:00.000Z',
      '2026-09-07T03:00:00.000Z',
    ],
    ['week', 'Europe/Berlin', '2026-11-25T12:00:00Z', '2026-11-22T23:00:00.000Z', '2026-11-29T23:00:00.000Z'],
    ['week', 'UTC', '2026-11-29T23:00:00Z', '2026-11-23T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ['month', 'Asia/Tokyo', '2026-11-30T15:00:00Z', '2026-11-30T15:00:00.000Z', '2026-12-31T15:00:00.000Z'],
    ['month', 'UTC', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ['year', 'Asia/Kolkata', '2026-12-31T18:29:59Z', '2025-12-31T18:30:00.000Z', '2026-12-31T18:30:00.000Z'],
  ])('%s in %s around %s', (length, zone, instant, from, until) => {
    const period = periodAt(length, zone, at(instant));
    expect([iso(period.from), iso(period.until)]).toEqual([from, until]);
  });

  test('a year and a day that begin together have different names', () => {
    const newYear = at('2026-01-01T00:00:00Z');
    expect(periodAt('year', 'UTC', newYear).name).toBe('year 2026-01-01');
    expect(periodAt('day', 'UTC', newYear).name).toBe('day 2026-01-01');
    expect(periodAt('ever', 'UTC', newYear).name).toBe('ever');
  });

  test('tell the day of the zone, not of UTC', () => {
    expect(dayAt('Pacific/Auckland', at('2026-11-25T12:00:00Z'))).toBe('2026-11-26');
    expect(dayAt('America/Los_Angeles', at('2026-11-25T06:00:00Z'))).toBe('2026-11-24');
  });
});

test('every instant lies in exactly one period, which ends where the next one begins', () => {
  const zones = fc.constantFrom(
    'UTC',
    'America/New_York',
    'America/Santiago',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  );
  const lengths = fc.constantFrom<PeriodLength[]>('day', 'week', 'month', 'year');
  const instants = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
  fc.assert(
    fc.property(zones, lengths, instants, (zone, length, instant) => {
      const period = periodAt(length, zone, instant);
      expect(period.from).toBeLessThanOrEqual(instant);
      expect(period.until).toBeGreaterThan(instant);
      expect(periodAt(length, zone, period.from)).toEqual(period);
      expect(periodAt(length, zone, period.until).from).toBe(period.until);
      expect(period.until - period.from).toBeGreaterThanOrEqual(23 * HOUR_MS);
    }),
  );
});
