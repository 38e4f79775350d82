import type { Referral as ReferralAnswer } from '../../shared/contract/referral.ts';
import { presentReferral } from '../domain/attribution/present-referral.ts';
import type { Referral } from '../domain/attribution/referral.ts';
import type { Store } from '../domain/store.ts';

/** Referrals with the people on both sides, in the order given. */
export async function presentReferrals({ read }: Store, found: Referral[]): Promise<ReferralAnswer[]> {
  const ids = new Set(found.flatMap(({ referrerId, friendId }) => [referrerId, friendId]));
  const people = await read.participants.byIds([...ids]);
  return found.map((each) => presentReferral(each, people));
}
