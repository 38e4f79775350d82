/** How often somebody has asked after a missing referral, in the minute that began at `windowAt` (epoch ms). */
export type Question = { participantId: string; programId: string; windowAt: number; asked: number };

/** How often participants have asked, counted in windows of time. */
export interface QuestionRows {
  /** Counts one question in its window; false, and nothing counted, when the window has had `limit` of them. */
  count(
    who: Pick<Question, 'participantId' | 'programId'>,
    window: { now: number; lengthMs: number; limit: number },
  ): Promise<boolean>;
}
