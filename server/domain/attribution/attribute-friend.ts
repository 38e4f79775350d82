import type { Check, MatchedBy } from '../../../shared/contract/decision.ts';
import { pass, refuse } from '../decision/check.ts';
import type { Ids } from '../ids.ts';
import type { Participant } from '../participant/participant.ts';
import { type Program, phaseOf } from '../site/program.ts';
import type { Rows } from '../store.ts';
import { bindFriend, selfReferralCheck } from './bind-friend.ts';
import type { ResolvedEvidence } from './evidence.ts';
import { match } from './match.ts';
import type { Referral } from './referral.ts';

/** To whom an event's customer is bound in one program, how that is known, and whether it began just now. */
export type Attribution = {
  referral: Referral | null;
  /** The other side of `referral`. */
  referrer: Participant | null;
  matchedBy: MatchedBy | null;
  isNew: boolean;
  /** The participant whom the event names as referrer, whether or not that binds; absent where it names none. */
  namedId?: string;
  checks: Check[];
};

export const NOT_ATTRIBUTED: Attribution = {
  referral: null,
  referrer: null,
  matchedBy: null,
  isNew: false,
  checks: [refuse('attribution', 'no_referral')],
};

const NOT_RUNNING = refuse(
  'attribution',
  'program_not_active',
  'Nobody is bound while the program does not run.',
);

/**
 * Finds the friend's referral in the program, or binds the friend now where the program runs. The friend's row must
 * be locked.
 */
export async function attributeFriend(
  rows: Rows,
  ids: Ids,
  program: Program,
  friend: Participant,
  evidence: ResolvedEvidence,
  now: number,
): Promise<Attribution> {
  const matched = match(program.id, evidence);
  const named = matched.found ? { namedId: matched.referrerId } : {};
  const bound = await rows.referrals.ofFriend(program.id, friend.id);
  if (bound) {
    const referrer = await rows.participants.byId(bound.referrerId);
    return { ...boundBefore(bound, referrer, friend), ...named };
  }
  const failures = matched.found ? [] : matched.failures;
  if (phaseOf(program.live, now) !== 'active') {
    return { ...NOT_ATTRIBUTED, ...named, checks: [...failures, NOT_RUNNING] };
  }
  if (!matched.found) return { ...NOT_ATTRIBUTED, checks: [...failures, ...NOT_ATTRIBUTED.checks] };

  const referrer = await rows.participants.byId(matched.referrerId);
  const isOther = selfReferralCheck(referrer, friend);
  if (!referrer || !isOther.passed) {
    return { ...NOT_ATTRIBUTED, ...named, matchedBy: matched.matchedBy, checks: [isOther] };
  }
  const referral = await bindFriend(rows, ids, program, { referrer, friend, matched }, now);
  const checks = [pass('attribution', 'attributed', `Matched by ${matched.evidence}.`), isOther];
  return { referral, referrer, matchedBy: matched.matchedBy, isNew: true, ...named, checks };
}

/** The attribution of a friend whose referral began earlier. */
export function boundBefore(
  referral: Referral,
  referrer: Participant | undefined,
  friend: Participant,
): Attribution {
  // Asked again each time: an e-mail that came after the binding may show that the two are one person.
  const checks = [pass('attribution', 'already_bound'), selfReferralCheck(referrer, friend)];
  return { referral, referrer: referrer ?? null, matchedBy: 'bound', isNew: false, checks };
}
