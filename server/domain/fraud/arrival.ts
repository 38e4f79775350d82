import { DAY_MS } from '../clock.ts';

/** What several friends can have in common, beside who referred them. */
export type ArrivalKind = 'device' | 'network' | 'card' | 'bin';

export type ArrivalKey = { programId: string; kind: ArrivalKind; mac: string };

/** The longest window that a program can declare: after it nothing counts an arrival, nor a click's hash of the day before. */
export const COUNTED_FOR_MS = DAY_MS;

/** Somebody who came to a decision from one device or network, or with one card. Once per person, however often they come. */
export type Arrival = ArrivalKey & {
  participantId: string;
  /** When nothing counts it any more (epoch ms). */
  forgetAt: number;
  createdAt: number;
};

/** Stored arrivals; they are forgotten after a day. */
export interface ArrivalRows {
  /**
   * Whoever decides about one of the same things waits until this write has ended, and then sees what it wrote: counts
   * are exact however many decide at once. Any texts; locked after the referral and before limits and codes.
   */
  lock(names: string[]): Promise<void>;
  /** A second arrival of the same person changes nothing. */
  insert(arrivals: Arrival[]): Promise<void>;
  /** When the n-th newest of them came (epoch ms); null where there are fewer. */
  nthNewestAt(key: ArrivalKey, n: number): Promise<number | null>;
  /** Removes what was to be forgotten by now, at most so many; how many there were. */
  forget(now: number, limit: number): Promise<number>;
}
