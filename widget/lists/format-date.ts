import { unbroken } from '../../shared/unbroken.ts';

const DAY_MS = 86_400_000;

/**
 * A date as people say it, on one line: `tomorrow` for the days beside today, `6 December` beyond, with the year where it
 * is another.
 * @param iso ISO 8601 from the wire  @param nowMs the reader's clock, epoch milliseconds
 */
export function formatDate(iso: string, locale: string, nowMs: number): string {
  const date = new Date(iso);
  const now = new Date(nowMs);
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  // From midnight to midnight; rounded, since a day may have 23 or 25 hours.
  const days = Math.round((date.setHours(0, 0, 0, 0) - now.setHours(0, 0, 0, 0)) / DAY_MS);
  return unbroken(
    Math.abs(days) > 1
      ? date.toLocaleDateString(locale, { day: 'numeric', month: 'long', year })
      : new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day'),
  );
}
