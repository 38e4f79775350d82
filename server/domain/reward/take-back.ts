import type { Review } from '../../../shared/contract/review.ts';
import { concludeReferral } from '../attribution/conclude-referral.ts';
import { LostRace } from '../lost-race.ts';
import type { ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';

/** What becomes of a reward that a person takes back. */
const ENDS = {
  reject: { status: 'rejected', reason: 'rejected_by_person' },
  cancel: { status: 'cancelled', reason: 'cancelled_by_person' },
} as const satisfies Record<Exclude<Review, 'approve'>, unknown>;

/** Ends locked rewards, and the referrals that lose their last one. What they had taken is given back by the write's end. */
export async function takeBack(
  { rows, trail, words }: ReviewWrite,
  rewards: Reward[],
  review: keyof typeof ENDS,
): Promise<void> {
  const { status, reason } = ENDS[review];
  const ids = rewards.map(({ id }) => id);
  if ((await rows.rewards.end(ids, status, reason)) < ids.length) {
    throw new LostRace('a reward was moved by another write');
  }
  for (const reward of rewards) trail.reward(reward, { status, reason }, words);
  const referralIds = new Set(rewards.flatMap(({ referralId }) => referralId ?? []));
  for (const id of [...referralIds].toSorted()) await concludeReferral(rows, trail, id, reason);
}
