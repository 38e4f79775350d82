const DAY_MS = 86_400_000;

/**
 * A date as people say it: `tomorrow` for the days beside today, `6 December` beyond, with the year where it is another.
 * @param iso ISO 8601 from the wire  @param nowMs the reader's clock, epoch milliseconds
 */
export function formatDate(iso: string, locale: string, nowMs: number): string {
  const date = new Date(iso);
  const days = Math.round((startOfDay(date) - startOfDay(new Date(nowMs))) / DAY_MS);
  if (Math.abs(days) < 2) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear();
  const format: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
  if (!isThisYear) format.year = 'numeric';
  return new Intl.DateTimeFormat(locale, format).format(date);
}

function startOfDay(date: Date): number {
  return new Date(date).setHours(0, 0, 0, 0);
}
