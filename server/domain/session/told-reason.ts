import { holds, type ReasonCode } from '../../../shared/reason.ts';
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

/** Reasons that refuse a decision, and that a reward which was earned before only waits for. */
export function toldOfReward({ status, reason }: Pick<Reward, 'status' | 'reason'>): ReasonCode {
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
