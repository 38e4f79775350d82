import type { ReferralStatus } from '../../../shared/contract/referral.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { Trail } from '../audit/trail.ts';
import type { Rows } from '../store.ts';

/**
 * Ends a referral none of whose rewards is under way any more. Where one is with its owner it is completed; where all were
 * taken back it is rejected for the reason of the last. Locks the referral first: two rewards that end at the same moment
 * would else each find the other one still open.
 */
export async function concludeReferral(
  rows: Rows,
  trail: Trail,
  referralId: string,
  takenBack: ReasonCode = 'rejected_by_person',
): Promise<void> {
  const referral = await rows.referrals.lock(referralId);
  if (!referral || (await rows.rewards.openOfReferral(referralId)) > 0) return;
  const hasReward = (await rows.rewards.issuedOfReferral(referralId)) > 0;
  const { from, to, reason } = hasReward ? COMPLETED : { ...REJECTED, reason: takenBack };
  if (!(await rows.referrals.move(referralId, from, to, reason))) return;
  trail.referral(referral, { status: to, reason });
}

/** A reward of the referral does not wait any more, so nothing but its order stands between it and its owner. */
export async function resumeReferral(rows: Rows, trail: Trail, referralId: string): Promise<void> {
  const referral = await rows.referrals.lock(referralId);
  if (!referral || !(await rows.referrals.move(referralId, ['qualified'], 'qualified', 'action_done')))
    return;
  trail.touch(referral.programId, referral.referrerId);
}

type Ending = { from: ReferralStatus[]; to: ReferralStatus; reason: ReasonCode };

const COMPLETED: Ending = { from: ['qualified'], to: 'completed', reason: 'rewarded' };
const REJECTED: Omit<Ending, 'reason'> = { from: ['attributed', 'qualified'], to: 'rejected' };
