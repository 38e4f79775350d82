import { concludeReferral } from '../attribution/conclude-referral.ts';
import type { Trail } from '../audit/trail.ts';
import type { Rows } from '../store.ts';

/**
 * What becomes of a referral after a return: voided when nothing of it is left, complete when all that is left of it
 * is with its owners. It qualifies again with the friend's next purchase.
 */
export async function reverseReferral(rows: Rows, trail: Trail, referralId: string): Promise<void> {
  const referral = await rows.referrals.lock(referralId);
  if (!referral) return;
  if ((await rows.rewards.livingOfReferral(referralId)) > 0) return concludeReferral(rows, trail, referralId);
  // It may be on its way to a milestone by another purchase.
  if (await rows.qualifications.standsFor(referralId)) return;
  if (!(await rows.referrals.move(referralId, ['qualified', 'completed'], 'voided', 'refunded'))) return;
  trail.referral(referral, { status: 'voided', reason: 'refunded' });
  trail.touch(referral.programId, referral.friendId);
}
