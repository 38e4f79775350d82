/**
 * A verified event fulfilled a rule that counts. Milestones count the referrals of one referrer, tiers the events, and
 * recurring rewards the events of one referral (or of the person who acts, where there is no referral).
 */
export type Qualification = {
  eventRowId: string;
  programId: string;
  ruleId: string;
  referralId: string | null;
  /** Whose count it is: the referrer's, or the acting person's. */
  participantId: string;
  /** When the event happened (epoch ms). */
  createdAt: number;
};

export type CountQuery = Pick<Qualification, 'programId' | 'ruleId' | 'participantId' | 'referralId'>;

export type Counts = {
  /** Events that count for the person. */
  events: number;
  /** Referrals of the person among them. */
  referrals: number;
  /** Events of this referral (or of the person, without a referral), and when the first of them happened. */
  ofReferral: number;
  firstAt: number | null;
};

/** One that counted at an instant, and when it ceased to (epoch ms); null where it counts still. */
export type PastQualification = Qualification & { voidedAt: number | null };

/** What events have fulfilled, counted by rule. */
export interface QualificationRows {
  insert(qualifications: Qualification[]): Promise<void>;
  counts(query: CountQuery): Promise<Counts>;
  /** What the event fulfilled, in all rules or in one, does not count any more; whose counts and referrals these are. */
  voidOfEvent(
    eventRowId: string,
    now: number,
    rule?: Pick<Qualification, 'programId' | 'ruleId'>,
  ): Promise<Pick<Qualification, 'programId' | 'participantId' | 'referralId'>[]>;
  /**
   * Which number the event was when its rule was decided at the instant `at` (epoch ms): the tier that it reached
   * follows from it. 1 where the rule did not count.
   */
  ordinalOf(event: Pick<Qualification, 'eventRowId' | 'programId' | 'ruleId'>, at: number): Promise<number>;
  /** Those of events before the instant `from` (epoch ms) that counted then, in the order of events and rules. */
  countedBefore(page: {
    programId: string;
    from: number;
    after: Pick<Qualification, 'eventRowId' | 'ruleId'> | null;
    limit: number;
  }): Promise<PastQualification[]>;
  /** Whether an event of the referral still counts. */
  standsFor(referralId: string): Promise<boolean>;
}
