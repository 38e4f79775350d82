import type { ReplayedEvent } from './replayed-event.ts';

/** What has come of a replay so far. */
export type Journal = {
  /** By the site's ids, in the order in which they happened. */
  events: Map<string, ReplayedEvent>;
  /** Events that a rule asks for. */
  seen: number;
  /** First day on which the budget was used up or turned a reward away. */
  budgetEndsOn: string | null;
  /** When the first and the last event happened (epoch ms). */
  first: number | null;
  last: number | null;
  /** There were more events than one call replays. */
  truncated: boolean;
};

/** The journal of a replay that has not begun. */
export function emptyJournal(): Journal {
  return { events: new Map(), seen: 0, budgetEndsOn: null, first: null, last: null, truncated: false };
}
