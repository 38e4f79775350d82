import type { LookedUpstream, Review } from '../../../shared/contract/review.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { Trail } from '../audit/trail.ts';
import type { DomainError } from '../errors.ts';
import type { Shown } from '../order/look-upstream.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Order } from '../order/order.ts';
import type { Site, Sites } from '../site/site.ts';
import type { Rows } from '../store.ts';

/** A person's decision about rewards of their site. */
export type ReviewRequest = {
  review: Review;
  site: Site;
  /** All in one transaction, so a hundred at most: others wait behind it. One that is named twice is decided once. */
  rewardIds: string[];
  /** The name of the secret key stands for the person. */
  keyName: string;
  /** Why, in the person's own words. */
  words: string;
  /** What they have found upstream, of the one order of a cancellation. */
  lookedUpstream?: LookedUpstream | undefined;
  /** Until when a cancellation may wait for the upstream's turns (epoch ms); whatever is not known by then stays. */
  askUntil: number;
};

/** Why a reward stays as it was; null when the decision holds. */
export type Refusal = DomainError | null;

/** One write of reviews. */
export type ReviewWrite = Omit<ReviewRequest, 'rewardIds'> & {
  rows: Rows;
  parts: NewOrderParts;
  sites: Sites;
  /** What the upstream has of orders that may have been made; asked for before a cancellation. */
  shown: ReadonlyMap<string, Shown>;
  trail: Trail;
  now: number;
  /** Rewards that were rejected already when the request came: whoever approves one of these means to take it up again. */
  seenRejected: ReadonlySet<string>;
};

const RULES: Record<Review, { from: readonly RewardStatus[]; only: string }> = {
  approve: {
    from: ['held', 'approved', 'rejected'],
    only: 'one that is held or approved and not ordered yet, or that was rejected, can be approved',
  },
  reject: { from: ['earned', 'held', 'approved'], only: 'one that is held or approved can be rejected' },
  cancel: {
    from: ['held', 'approved', 'ordering', 'failed'],
    only: 'one that is held or approved, or whose order surely made no gift card, can be cancelled',
  },
};

/**
 * Why a person cannot decide this about a reward as it stands, in words for them; null when they can. `sent` is its order,
 * where that may have reached the upstream.
 */
export function obstacleTo(
  review: Review,
  status: RewardStatus,
  sent: Pick<Order, 'status'> | undefined,
): string | null {
  const { from, only } = RULES[review];
  if (!from.includes(status)) return `The reward is ${status}; only ${only}.`;
  if (review !== 'cancel' || !sent) return null;
  return `The reward is ${status} and its order is ${sent.status}: the upstream may make or have made its gift card, so it cannot be cancelled.`;
}
