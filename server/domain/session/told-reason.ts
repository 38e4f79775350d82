import { holds, type ReasonCode } from '../../../shared/reason.ts';
import { isKeptBack } from '../reversal/kept-back.ts';
import type { Reward } from '../reward/reward.ts';

/** Reasons that would tell a referrer what is private to a friend, or accuse somebody. */
const PRIVATE: ReadonlySet<ReasonCode> = new Set([
  'too_young',
  'age_unknown',
  'country_excluded',
  'country_unknown',
  'region_excluded',
  'region_unknown',
  'domain_excluded',
  'domain_unknown',
  'person_excluded',
  'person_erased',
  'participant_blocked',
  'suspicious',
  'signal_failed',
]);

/**
 * The reason of a reward as its owner is told it. Of one that is kept back that is the return, whatever became of its
 * order; what refuses a decision, one that was earned before only waits for.
 */
export function toldOfReward(
  reward: Pick<Reward, 'status' | 'reason' | 'reversedAt' | 'delivery'>,
): ReasonCode {
  const { status, reason } = reward;
  if (isKeptBack(reward)) return 'refunded';
  const waits = status === 'held' || status === 'approved';
  return waits && reason === 'participant_blocked' ? 'awaiting_approval' : toldReason(reason);
}

/**
 * A reason as the widget may tell it: what is private to a friend becomes "not covered", or "being looked at" where
 * the reward only waits. The site's staff read the reason itself.
 */
export function toldReason(reason: ReasonCode): ReasonCode {
  if (!PRIVATE.has(reason)) return reason;
  return holds(reason) ? 'awaiting_approval' : 'not_eligible';
}
