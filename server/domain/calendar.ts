import { DAY_MS, HOUR_MS } from './clock.ts';

/** Calendar periods in which limits count and releases happen. Weeks begin on Monday (ISO 8601). */
export type PeriodLength = 'day' | 'week' | 'month' | 'year' | 'ever';

/** One period in a time zone: `name` is unique among periods of its length, `[from, until)` are instants (epoch ms). */
type Period = { name: string; from: number; until: number };

/** The period of the time zone in which an instant lies. Days are as long as the zone makes them: 23 to 25 hours. */
export function periodAt(length: PeriodLength, timezone: string, at: number): Period {
  if (length === 'ever') return { name: 'ever', from: 0, until: Number.MAX_SAFE_INTEGER };
  const key = `${length} ${timezone}`;
  const last = lastPeriods.get(key);
  if (last && last.from <= at && at < last.until) return last;
  const first = firstDay(length, localDay(at, timezone));
  const next = firstDayAfter(length, first);
  const period = {
    name: `${length} ${isoDay(first)}`,
    from: startOfDay(first, timezone),
    until: startOfDay(next, timezone),
  };
  lastPeriods.set(key, period);
  return period;
}

/** Limits ask for the same period again and again, and a zone's clocks take long to read. One for each length and zone. */
const lastPeriods = new Map<string, Period>();

/** The calendar day of an instant in a zone, as YYYY-MM-DD. */
export function dayAt(timezone: string, at: number): string {
  return periodAt('day', timezone, at).name.slice('day '.length);
}

/** The instant (epoch ms) at which a day, YYYY-MM-DD, begins in a zone. */
export function dayStart(timezone: string, day: string): number {
  return startOfDay(Date.parse(`${day}T00:00:00Z`), timezone);
}

/** A day of the calendar without a zone, kept as the instant at which it begins in UTC. */
type Day = number;

function firstDay(length: Exclude<PeriodLength, 'ever'>, day: Day): Day {
  const date = new Date(day);
  switch (length) {
    case 'day':
      return day;
    case 'week':
      // `getUTCDay` counts from Sunday.
      return day - ((date.getUTCDay() + 6) % 7) * DAY_MS;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    case 'year':
      return Date.UTC(date.getUTCFullYear(), 0, 1);
  }
}

function firstDayAfter(length: Exclude<PeriodLength, 'ever'>, first: Day): Day {
  const date = new Date(first);
  switch (length) {
    case 'day':
      return first + DAY_MS;
    case 'week':
      return first + 7 * DAY_MS;
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    case 'year':
      return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
  }
}

function isoDay(day: Day): string {
  return new Date(day).toISOString().slice(0, 10);
}

function localDay(at: number, timezone: string): Day {
  const shifted = at + offsetAt(at, timezone);
  return shifted - (((shifted % DAY_MS) + DAY_MS) % DAY_MS);
}

/**
 * The first instant of a day. Where clocks jump over midnight that is the instant of the jump, and where midnight comes
 * twice it is the first of the two.
 */
function startOfDay(day: Day, timezone: string): number {
  // The offset of the day is that of one of its ends, tried from the east: the earlier instant wins.
  const offsets = [offsetAt(day - DAY_MS / 2, timezone), offsetAt(day + DAY_MS / 2, timezone)];
  const candidates = offsets.map((offset) => day - offset).toSorted((a, b) => a - b);
  const exact = candidates.find((at) => at + offsetAt(at, timezone) === day);
  return exact ?? firstInstantOf(day, timezone, candidates[0] ?? day);
}

/** Midnight does not exist: the day begins when the clocks jump, found to the quarter of an hour that zones use. */
function firstInstantOf(day: Day, timezone: string, near: number): number {
  const step = HOUR_MS / 4;
  let at = near - 2 * HOUR_MS;
  while (localDay(at, timezone) < day) at += step;
  return at;
}

/** How far the zone's clocks are ahead of UTC at an instant, in ms. */
function offsetAt(at: number, timezone: string): number {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return local - Math.floor(at / 1000) * 1000;
}

/** Making a formatter takes long, and a program asks for the same zone again and again. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timezone, fresh);
  return fresh;
}
