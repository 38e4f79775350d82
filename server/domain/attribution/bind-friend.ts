import type { Check } from '../../../shared/contract/decision.ts';
import { pass, refuse } from '../decision/check.ts';
import type { Ids } from '../ids.ts';
import { LostRace } from '../lost-race.ts';
import type { Participant } from '../participant/participant.ts';
import type { Program } from '../site/program.ts';
import type { Rows } from '../store.ts';
import type { Match } from './match.ts';
import type { Referral } from './referral.ts';

/** Both sides of a new referral, and how it is known that they belong together. */
type Binding = {
  referrer: Participant;
  friend: Participant;
  matched: Pick<Extract<Match, { found: true }>, 'code' | 'version' | 'clickId' | 'matchedBy' | 'evidence'>;
};

/** Binds the friend for good. The unique pair of program and friend decides between two who bind at once: `LostRace`. */
export async function bindFriend(
  rows: Rows,
  ids: Ids,
  program: Program,
  { referrer, friend, matched }: Binding,
  now: number,
): Promise<Referral> {
  const { version } = matched;
  const referral: Referral = {
    id: ids.next('rfl'),
    siteId: friend.siteId,
    programId: program.id,
    programVersion: version !== null && program.versions.has(version) ? version : program.version,
    referrerId: referrer.id,
    friendId: friend.id,
    code: matched.code,
    matchedBy: matched.matchedBy,
    evidence: matched.evidence,
    clickId: matched.clickId,
    status: 'attributed',
    reason: 'waiting_for_action',
    createdAt: now,
  };
  if (!(await rows.referrals.insert(referral))) throw new LostRace('the friend was bound by another write');
  return referral;
}

/** One id, or one folded e-mail: an attribution rule that holds at every fraud level (design, section 5). */
export function selfReferralCheck(referrer: Participant | undefined, friend: Participant): Check {
  const isSameId = referrer?.id === friend.id;
  const isSameMail = friend.emailMac !== null && referrer?.emailMac === friend.emailMac;
  return isSameId || isSameMail
    ? refuse('self_referral', 'self_referral')
    : pass('self_referral', 'not_self');
}
