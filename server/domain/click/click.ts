/** A public code: a participant's in one program, or a campaign's (then without participant). */
export type Code = {
  code: string;
  programId: string;
  participantId: string | null;
  source: string | null;
  clicks: number;
  /** Grows with every change that its owner can see in the widget; the ETag of `me`. */
  revision: number;
  createdAt: number;
};

export type Click = { id: string; code: string; createdAt: number };

export interface CodeRows {
  find(code: string): Promise<Code | undefined>;
  ofParticipant(participantId: string): Promise<Code[]>;
  inProgram(participantId: string, programId: string): Promise<Code | undefined>;
  /** False when the code is taken, or the participant already has one in this program. */
  insert(code: Code): Promise<boolean>;
  /** Tells the owners' widgets that something changed. Unknown pairs are left out silently. */
  touch(programId: string, participantIds: string[]): Promise<void>;
  revisions(keys: { participantId: string; programId: string }[]): Promise<Map<string, number>>;
}

export interface ClickRows {
  /** Stores the click and counts it on its code. */
  insert(click: Click): Promise<void>;
}
