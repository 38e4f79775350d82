import type { MatchedBy } from '../../../shared/contract/decision.ts';
import type { ReferralStatus } from '../../../shared/contract/referral.ts';
import type { ReasonCode } from '../../../shared/reason.ts';

/** Referrer ↔ friend in one program. A friend is bound once per program; the schema keeps it so. */
export type Referral = {
  id: string;
  siteId: string;
  programId: string;
  /** The version of the click: its rules hold for everything this referral earns. */
  programVersion: number;
  referrerId: string;
  friendId: string;
  code: string;
  matchedBy: MatchedBy;
  /** What matched, in words of ids only: `click clk_…`, `code ADA42`. */
  evidence: string;
  /** The click that led the friend here; null where none is known. */
  clickId: string | null;
  status: ReferralStatus;
  reason: ReasonCode;
  createdAt: number;
};

type ReferralFilter = {
  siteId: string;
  /** On either side. */
  participantId?: string | undefined;
  programId?: string | undefined;
  status?: ReferralStatus | undefined;
  before: string | null;
  limit: number;
};

/** A referral as its referrer sees it, with the name that the friend chose to show. */
export type BroughtFriend = Pick<Referral, 'id' | 'programVersion' | 'status' | 'reason' | 'createdAt'> & {
  friendName: string | null;
};

/** Stored referrals. The unique pair of program and friend keeps a friend from being bound twice. */
export interface ReferralRows {
  ofFriend(programId: string, friendId: string): Promise<Referral | undefined>;
  ofFriends(programId: string, friendIds: string[]): Promise<Referral[]>;
  /** False when the friend is already bound in the program. */
  insert(referral: Referral): Promise<boolean>;
  /** Moves only from one of `from`; false when it stood elsewhere. */
  move(id: string, from: ReferralStatus[], to: ReferralStatus, reason: ReasonCode): Promise<boolean>;
  find(id: string): Promise<Referral | undefined>;
  /** Like `find`, and nobody else can decide about the referral until this write has ended. */
  lock(id: string): Promise<Referral | undefined>;
  /** Newest first. */
  ofReferrer(referrerId: string, programId: string, limit: number): Promise<BroughtFriend[]>;
  countOfReferrer(referrerId: string, programId: string): Promise<{ all: number; qualified: number }>;
  /** Referrals of a version that still wait and began before an instant (epoch ms), the oldest first. */
  overdue(query: {
    programId: string;
    programVersion: number;
    before: number;
    limit: number;
  }): Promise<Referral[]>;
  /** When the referrer's n-th newest friend was bound (epoch ms); null where there are fewer. */
  nthNewestAt(referrerId: string, programId: string, n: number): Promise<number | null>;
  /** Those of the referrer that began in a time (epoch ms; `until` is not part of it), the newest first. */
  between(query: { referrerId: string; programId: string; from: number; until: number }): Promise<Referral[]>;
  list(filter: ReferralFilter): Promise<Referral[]>;
  /** Those in which one of the people is on either side, newest first. */
  ofPeople(participantIds: string[], limit: number): Promise<Referral[]>;
  /** Those that began by the code, newest first. */
  ofCode(code: string, limit: number): Promise<Referral[]>;
}
