import { dayStart } from '../calendar.ts';

/** A bound of a report's period as epoch ms: a time, or a date, which means the start of that day in the time zone. */
export function boundOf(text: string | undefined, timezone: string): number | undefined {
  if (text === undefined) return undefined;
  return text.includes('T') ? Date.parse(text) : dayStart(timezone, text);
}
