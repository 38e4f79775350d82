import type { Review } from '../../../shared/contract/review.ts';
import { LostRace } from '../lost-race.ts';
import type { Step } from './first-steps.ts';
import type { ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';

/** What becomes of a reward that a person takes back. */
export const TAKEN_BACK = {
  reject: { status: 'rejected', reason: 'rejected_by_person' },
  cancel: { status: 'cancelled', reason: 'cancelled_by_person' },
} as const satisfies Record<Exclude<Review, 'approve'>, Step>;

/** Ends a locked reward. What it had taken of limits and budget is given back by the write's end. */
export async function takeBack(
  { rows, trail, words }: ReviewWrite,
  { id, siteId, programId, participantId }: Reward,
  review: keyof typeof TAKEN_BACK,
): Promise<void> {
  const { status, reason } = TAKEN_BACK[review];
  if (!(await rows.rewards.move(id, status, reason))) {
    throw new LostRace('the reward was moved by another write');
  }
  await rows.rewards.amend(id, { review: [], holdUntil: null });
  trail.step({ siteId, subject: 'reward', subjectId: id, status, reason }, words);
  trail.touch(programId, participantId);
}
