import type { Check } from '../../../shared/contract/decision.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import { holds, type ReasonCode } from '../../../shared/reason.ts';
import { periodAt } from '../calendar.ts';
import type { LiveProgram } from '../site/program.ts';
import type { Reward } from './reward.ts';

export type Step = { status: RewardStatus; reason: ReasonCode };

/** Where a reward stands after its first transaction, and the steps that led there. */
export type FirstSteps = Pick<Reward, 'status' | 'reason' | 'holdUntil' | 'review' | 'releaseAt'> & {
  steps: Step[];
};

/**
 * What follows from the checks that made a reward: it waits, or is approved and goes its way. `isReachable` tells
 * whether its card can be sent to somewhere.
 */
export function firstSteps(
  checks: readonly Check[],
  live: LiveProgram,
  now: number,
  isReachable: boolean,
): FirstSteps {
  const holding = checks.filter(({ passed, reason }) => !passed && holds(reason));
  const dated = holding.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]));
  const holdUntil = dated.length === 0 ? null : Math.max(...dated);
  const review = holding.filter(({ until }) => until === undefined).map(({ reason }) => reason);
  const earned: Step = { status: 'earned', reason: 'earned' };
  if (holding.length > 0) {
    const held: Step = { status: 'held', reason: review[0] ?? 'hold_period' };
    // A person's decision comes first; the date alone releases what nobody has to look at.
    return {
      ...held,
      holdUntil,
      review,
      releaseAt: review.length > 0 ? null : holdUntil,
      steps: [earned, held],
    };
  }
  const approved: Step = { status: 'approved', reason: 'approved_automatically' };
  const payout = payoutSteps(live, now, isReachable);
  return {
    ...payout.at,
    holdUntil: null,
    review: [],
    releaseAt: payout.releaseAt,
    steps: [earned, approved, ...payout.steps],
  };
}

/**
 * How an approved reward goes on: ordered at once, at the next release, when its recipient opens it, or when they have
 * said where it shall go.
 */
export function payoutSteps(
  { payout, timezone }: LiveProgram,
  now: number,
  isReachable: boolean,
): { at: Step; steps: Step[]; releaseAt: number | null } {
  switch (payout.mode) {
    case 'scheduled':
      return { ...resting('awaiting_release'), releaseAt: periodAt(payout.every, timezone, now).until };
    case 'on_open':
      return resting('awaiting_opening');
    case 'instant': {
      if (!isReachable) return resting('awaiting_address');
      const ordering: Step = { status: 'ordering', reason: 'order_written' };
      return { at: ordering, steps: [ordering], releaseAt: null };
    }
  }
}

function resting(reason: Step['reason']): { at: Step; steps: Step[]; releaseAt: null } {
  return { at: { status: 'approved', reason }, steps: [], releaseAt: null };
}
