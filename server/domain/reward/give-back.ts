import { concludeReferral } from '../attribution/conclude-referral.ts';
import type { Trail } from '../audit/trail.ts';
import type { Rows } from '../store.ts';
import type { Reward } from './reward.ts';
import { moveReward } from './step-reward.ts';

/**
 * Gives a gift card back to its owner that was withheld: the return of its purchase was a mistake. It was paid and stays
 * so, and the ledger does not move. The purchase itself stays out of counts; `words` are why, in the person's own.
 */
export async function giveBack(rows: Rows, trail: Trail, reward: Reward, words: string): Promise<void> {
  await moveReward(rows, trail, reward, { status: 'issued', reason: 'given_back' }, words);
  await rows.rewards.amend(reward.id, { reversedAt: null });
  if (reward.referralId !== null) await restoreReferral(rows, trail, reward.referralId);
}

async function restoreReferral(rows: Rows, trail: Trail, referralId: string): Promise<void> {
  const referral = await rows.referrals.lock(referralId);
  if (referral && (await rows.referrals.move(referralId, ['voided'], 'qualified', 'action_done'))) {
    trail.referral(referral, { status: 'qualified', reason: 'action_done' });
    trail.touch(referral.programId, referral.friendId);
  }
  await concludeReferral(rows, trail, referralId);
}
