import type { MailKind } from './mail-kind.ts';

/** A member of a site who can refer or act. `externalId` is the site's own user id. */
export type Participant = {
  id: string;
  siteId: string;
  externalId: string;
  /** Keyed hash of the folded e-mail: enough to tell people apart, useless to a thief. */
  emailMac: string | null;
  displayName: string | null;
  locale: string | null;
  country: string | null;
  region: string | null;
  /** The latest day on which the person can have been born, `YYYY-MM-DD`: an age told once stays true. */
  bornBy: string | null;
  /** Keyed hash of the e-mail's domain, to compare with those that a program excludes. */
  domainMac: string | null;
  /** What kind of address the e-mail is; null where none is known. */
  mailKind: MailKind | null;
  /** When the site blocked the person (epoch ms): from then on nothing is earned. */
  blockedAt: number | null;
  /** When everything that was known of the person was erased (epoch ms). */
  erasedAt: number | null;
  /** Sessions that began before this instant (epoch ms) are over. */
  signedOutAt: number | null;
  createdAt: number;
};

/** Somebody of whom nothing is known but that they are there. */
export const NOTHING_KNOWN = {
  emailMac: null,
  displayName: null,
  locale: null,
  country: null,
  region: null,
  bornBy: null,
  domainMac: null,
  mailKind: null,
} satisfies Partial<Participant>;

export type ParticipantFacts = Pick<Participant, 'siteId' | 'externalId'> &
  Partial<
    Omit<Participant, 'id' | 'siteId' | 'externalId' | 'blockedAt' | 'erasedAt' | 'signedOutAt' | 'createdAt'>
  >;

/** Stored participants; a friend is one too. */
export interface ParticipantRows {
  /**
   * Makes or completes the participant and locks the row for the rest of the write: the first lock of every
   * write that decides about a friend (design 7.11). Absent facts leave what is known; null forgets it.
   */
  upsert(id: string, facts: ParticipantFacts, now: number): Promise<Participant & { isNew: boolean }>;
  /** Like `upsert` for somebody already known, but forgets nothing; undefined, and nothing written, for a stranger. */
  lock(facts: ParticipantFacts): Promise<Participant | undefined>;
  /**
   * Locks the place of a person, known or not, for the rest of the write, and leaves no trace of a stranger: whoever
   * makes the same person meanwhile waits. `id` and `now` are for the row that stands for a stranger until then.
   */
  hold(person: Pick<Participant, 'id' | 'siteId' | 'externalId'>, now: number): Promise<void>;
  byExternalId(siteId: string, externalId: string): Promise<Participant | undefined>;
  /** The newest ones with this keyed hash of an address. */
  byEmailMac(siteId: string, emailMac: string, limit: number): Promise<Participant[]>;
  byId(id: string): Promise<Participant | undefined>;
  byExternalIds(siteId: string, externalIds: string[]): Promise<Participant[]>;
  byIds(ids: string[]): Promise<Participant[]>;
  /** Others of the site with the same mailbox, and who referred them in the program; at most `limit`. */
  sharing(query: {
    siteId: string;
    emailMac: string;
    programId: string;
    except: string;
    limit: number;
  }): Promise<{ id: string; isBlocked: boolean; referrerId: string | null }[]>;
  signOut(id: string, now: number): Promise<void>;
  /** Blocks at `blockedAt`, or unblocks with null; false when it was so already. */
  block(id: string, blockedAt: number | null): Promise<boolean>;
}
