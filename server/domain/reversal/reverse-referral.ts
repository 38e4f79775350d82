import { concludeReferral } from '../attribution/conclude-referral.ts';
import type { Referral } from '../attribution/referral.ts';
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
  if (await rows.qualifications.standsFor(referralId)) return qualifyAgain(rows, trail, referral);
  if (!(await rows.referrals.move(referralId, ['qualified', 'completed'], 'voided', 'refunded'))) return;
  trail.referral(referral, { status: 'voided', reason: 'refunded' });
  trail.touch(referral.programId, referral.friendId);
}

/** Its owners have nothing of it any more, and another purchase of the friend counts. */
async function qualifyAgain(rows: Rows, trail: Trail, referral: Referral): Promise<void> {
  if (!(await rows.referrals.move(referral.id, ['completed'], 'qualified', 'action_done'))) return;
  trail.referral(referral, { status: 'qualified', reason: 'action_done' });
}
