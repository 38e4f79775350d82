import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import {
  bulkReview,
  bulkReviewRequest,
  cancelRequest,
  MAX_REVIEWED,
  REVIEWS,
  type Review,
  reviewRequest,
} from '../../../shared/contract/review.ts';
import { type Reward, reward } from '../../../shared/contract/reward.ts';
import { ASK_FOR_MS } from '../../domain/order/look-upstream.ts';
import { retryOrder } from '../../domain/order/retry-order.ts';
import type { ReviewRequest } from '../../domain/reward/review.ts';
import { reviewRewards } from '../../domain/reward/review-rewards.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findReward } from '../find-reward.ts';
import { presentDetail } from '../present-rewards.ts';
import { answerReviews } from '../review-answer.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(60) });

const KEPT = '`reason` is kept beside the audit, where it can be erased.';

const LOOKED =
  'Where the upstream can never tell, since its list is too long or its account is closed, `lookedUpstream` says what you have found there. An order that was made is looked at under its id, and goes on. That it was not made takes the word of two named keys: the first is answered with 202 and moves no money, and the same by another key ends the order, which is never sent again.';

const WORDS: Record<Review, { one: string; many: string; description: string; done: string }> = {
  approve: {
    one: 'Approve a reward',
    many: 'Approve many rewards',
    description:
      'Lets a held reward go on, and orders an approved one now that waits for its release. Approving ends the hold too: whoever approves takes it on themselves that the purchase may still be returned. Where two people have to approve, the first approval leaves it held with the reason `awaiting_second_approval`, and the second comes with another named key. One that was rejected is taken up again: it reserves budget and limits anew, or is refused as `budget_exhausted` or `limit_reached`.',
    done: 'The reward, on its way or waiting for the second approval',
  },
  reject: {
    one: 'Reject a reward',
    many: 'Reject many rewards',
    description:
      'Ends a reward that is held or approved and not ordered yet. Its budget and its places in the limits are given back; the deed of the friend still counts. A referral all of whose rewards were taken back is rejected.',
    done: 'The reward, rejected',
  },
  cancel: {
    one: 'Cancel a reward',
    many: 'Cancel many rewards',
    description:
      'Like rejecting, and also for a reward whose order was never sent, waits after refusals alone (no funds, too many requests), or was refused, given up or set aside; that order is cancelled with it. Never for an order whose gift card may exist: where it was set aside (`dead`), or waits with an unknown outcome for an account that is stopped, the upstream is asked first, and an order that it has goes on instead (409). While the upstream cannot tell, the answer is 503 and nothing changes; it is asked at the account’s pace, so of many such orders those that come too late for one request are told to come again.',
    done: 'The reward, cancelled',
  },
};

/** A person decides about rewards: one by one with the whole reward as the answer, or many in one request. */
export function reviewRoutes(parts: RouteParts): Endpoint[] {
  return [
    ...REVIEWS.flatMap((review) => [
      review === 'cancel' ? cancelOne(parts) : reviewOne(parts, review),
      reviewMany(parts, review),
    ]),
    retry(parts),
  ];
}

function reviewOne(parts: RouteParts, review: Exclude<Review, 'cancel'>): Endpoint {
  const { one, description, done } = WORDS[review];
  return endpoint(
    {
      method: 'POST',
      path: `/v1/rewards/:id/${review}`,
      summary: one,
      description: `${description} ${KEPT}`,
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { params, body: reviewRequest },
      responses: { 200: { description: done, schema: reward } },
      problems: [
        'not_found',
        'wrong_state',
        ...(review === 'approve' ? (['budget_exhausted', 'limit_reached'] as const) : []),
      ],
    },
    async ({ caller: { site, keyName }, params: { id }, body: { reason } }) => ({
      status: 200,
      body: await decide(parts, id, { review, site, keyName, words: reason }),
    }),
  );
}

function cancelOne(parts: RouteParts): Endpoint {
  const { one, description, done } = WORDS.cancel;
  return endpoint(
    {
      method: 'POST',
      path: '/v1/rewards/:id/cancel',
      summary: one,
      description: `${description} ${LOOKED} ${KEPT}`,
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { params, body: cancelRequest },
      responses: {
        200: { description: done, schema: reward },
        202: { description: 'Told that it was not made: waits until another key confirms', schema: reward },
      },
      problems: ['not_found', 'wrong_state', 'upstream_unavailable'],
    },
    async ({ caller: { site, keyName }, params: { id }, body: { reason, lookedUpstream } }) => {
      const proof = lookedUpstream?.made === false ? `\nProof: ${lookedUpstream.proof}` : '';
      const words = `${reason}${proof}`;
      const body = await decide(parts, id, { review: 'cancel', site, keyName, words, lookedUpstream });
      return { status: body.status === 'cancelled' ? 200 : 202, body };
    },
  );
}

/** The reward after the decision. Throws why the decision does not hold. */
async function decide(
  parts: RouteParts,
  id: string,
  request: Omit<ReviewRequest, 'rewardIds' | 'askUntil'>,
): Promise<Reward> {
  const refusals = await reviewRewards(parts, { ...request, rewardIds: [id], askUntil: askUntil(parts) });
  const refusal = refusals.get(id);
  if (request.review !== 'reject') parts.wake();
  if (refusal) throw refusal;
  return presentDetail(parts.store, await findReward(parts.store, request.site.id, id));
}

function reviewMany(parts: RouteParts, review: Review): Endpoint {
  const { many, description } = WORDS[review];
  return endpoint(
    {
      method: 'POST',
      path: `/v1/rewards/${review}`,
      summary: many,
      description: `At most ${MAX_REVIEWED} in one request, each by itself: one that is refused changes nothing for the others, and one that is named twice is decided once. ${description} ${KEPT}`,
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { body: bulkReviewRequest },
      responses: { 200: { description: 'One answer for each id, in order', schema: bulkReview } },
    },
    async ({ caller: { site, keyName }, body: { ids, reason }, line }) => {
      const request = { review, site, keyName, words: reason, rewardIds: ids, askUntil: askUntil(parts) };
      return { status: 200, body: await answerReviews(parts, line, request) };
    },
  );
}

function askUntil({ clock }: RouteParts): number {
  return clock() + ASK_FOR_MS;
}

function retry(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/rewards/:id/retry',
      summary: 'Send a refused, parked or set-aside order again, or give a withheld gift card back',
      description: `An order goes under its own number, once what stood in the way is gone; of one that became dearer the cost is accepted that \`askedCost\` tells. A gift card that was withheld for a return that proved wrong is its owner's again. ${KEPT}`,
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { params, body: reviewRequest },
      responses: { 200: { description: 'The reward, ordering or issued again', schema: reward } },
      problems: ['not_found', 'wrong_state'],
    },
    async ({ caller: { siteId, keyName }, params: { id }, body: { reason } }) => {
      await findReward(parts.store, siteId, id);
      await retryOrder(parts, id, { actor: `key:${keyName}`, words: reason });
      parts.wake();
      return {
        status: 200,
        body: await presentDetail(parts.store, await findReward(parts.store, siteId, id)),
      };
    },
  );
}
