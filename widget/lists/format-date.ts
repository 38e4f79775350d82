const DAY_MS = 86_400_000;

/**
 * A date as people say it: `tomorrow` for the days beside today, `6 December` beyond, with the year where it is another.
 * @param iso ISO 8601 from the wire  @param nowMs the reader's clock, epoch milliseconds
 */
export function formatDate(iso: string, locale: string, nowMs: number): string {
  const date = new Date(iso);
  const now = new Date(nowMs);
  const format: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
  if (date.getFullYear() !== now.getFullYear()) format.year = 'numeric';
  const words = date.toLocaleDateString(locale, format);
  // From midnight to midnight; rounded, since a day may have 23 or 25 hours.
  const days = Math.round((date.setHours(0, 0, 0, 0) - now.setHours(0, 0, 0, 0)) / DAY_MS);
  if (Math.abs(days) > 1) return words;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}
