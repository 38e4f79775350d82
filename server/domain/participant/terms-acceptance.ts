/** Who accepted which version of a program's terms, when, and on which page or by which key. */
export type TermsAcceptance = {
  participantId: string;
  programId: string;
  version: number;
  /** `widget`, or `key:NAME` where the site's back end says so. */
  place: string;
  acceptedAt: number;
};

/** Which versions of a program's terms a participant has accepted. */
export interface TermsAcceptanceRows {
  /** Keeps the first acceptance of a version; false when there is one. */
  insert(acceptance: TermsAcceptance): Promise<boolean>;
  ofParticipant(participantId: string, programId: string): Promise<TermsAcceptance[]>;
}
