import type { Click } from '../click/click.ts';
import type { MailKind } from '../participant/mail-kind.ts';
import type { ArrivalKind } from './arrival.ts';

/** Everything that signals look at, about one event in one program. Finding signals reads nothing else. */
export type FraudFacts = {
  friend: Side;
  /** Null where nobody referred whoever acted. */
  referrer: Side | null;
  /** Who referred the referrer, who referred that one, and so on: the nearest first, at most `LINE_LENGTH`. */
  line: string[];
  /** Other people of the site with the friend's mailbox. */
  sharers: Sharer[];
  /** Other people of the site who paid with the card of this event. */
  cardSharers: Sharer[];
  /** The click that led the friend here. */
  click: Omit<Click, 'code' | 'forgetAt'> | null;
  /** How the click looks like one of the referrer's own visits of that day. */
  meeting: Meeting | null;
  /** When the referrer's n-th newest friend was bound (epoch ms), for each n that `PACE` asks for. */
  pace: Pace[];
  /** The same for each limit of velocity that the program declares: the one who is one too many, with everybody before. */
  rush: Rush[];
  /** How long before the purchase the friend signed up (ms). */
  sinceSignUpMs: number | null;
};

/** Somebody on one side; the id is null for a customer who leaves no trace. */
export type Side = { id: string | null; mailKind: MailKind | null; externalId?: string };

export type Sharer = { id: string; isBlocked: boolean; referrerId: string | null };

/**
 * `by`: who of the referral's line it was, the referrer before others. `strangers`: others who were seen with the very
 * same device that day, and have no part in the referral's line.
 */
export type Meeting = { kind: 'device' | 'network'; by: string; strangers: number };

export type Pace = { friends: number; withinMs: number; boundAt: number };

export type Rush = Pace & { per: 'referrer' | ArrivalKind };

/** Facts that have to be read, and so may fail to be. */
export type ReadFact = Exclude<keyof FraudFacts, 'friend' | 'referrer'>;

/** A circle of five people is closed by the fourth above the referrer. */
export const LINE_LENGTH = 4;
