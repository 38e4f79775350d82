import type { Referral as ReferralAnswer } from '../../../shared/contract/referral.ts';
import { toIso } from '../clock.ts';
import type { Participant } from '../participant/participant.ts';
import type { Referral } from './referral.ts';

/** A referral as back ends see it; `people` must hold its two participants. */
export function presentReferral(referral: Referral, people: Participant[]): ReferralAnswer {
  const externalIdOf = (id: string) => people.find((person) => person.id === id)?.externalId ?? '';
  return {
    id: referral.id,
    programId: referral.programId,
    programVersion: referral.programVersion,
    referrer: { externalId: externalIdOf(referral.referrerId) },
    friend: { externalId: externalIdOf(referral.friendId) },
    code: referral.code,
    matchedBy: referral.matchedBy,
    status: referral.status,
    reason: referral.reason,
    createdAt: toIso(referral.createdAt),
  };
}
