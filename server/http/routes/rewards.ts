import { z } from 'zod';
import { claimPage } from '../../../shared/contract/claim.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf } from '../../../shared/contract/list.ts';
import { statusCounts } from '../../../shared/contract/order.ts';
import {
  type RewardFilterQuery,
  reissueRequest,
  reward,
  rewardFilter,
  rewardQuery,
  rewardRequest,
} from '../../../shared/contract/reward.ts';
import { claimPageUrl } from '../../domain/claim/reveal-claim.ts';
import { giveReward } from '../../domain/event/give-reward.ts';
import { reissueReward } from '../../domain/event/reissue-reward.ts';
import type { RewardFilter } from '../../domain/reward/reward.ts';
import { createdRange } from '../created-range.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { withParticipant } from '../find-participant.ts';
import { findReward } from '../find-reward.ts';
import { pageOf } from '../list-page.ts';
import { presentDetail, presentRewards } from '../present-rewards.ts';
import type { RouteParts } from '../route-parts.ts';
import { countsOf } from '../status-counts.ts';

const params = z.object({ id: plainText(60) });

/** Rewards as the site's back end sees them. Only `claim-page` leads to a claim, and it says who asked. */
export function rewardRoutes(parts: RouteParts): Endpoint[] {
  // Counts before the one reward, whose path would match them too.
  return [list(parts), counts(parts), give(parts), read(parts), page(parts), reissue(parts)];
}

function list(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/rewards',
      summary: 'List rewards',
      description: 'Newest first. Never holds a claim link.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:read' },
      request: { query: rewardQuery },
      responses: { 200: { description: 'One page', schema: listOf(reward) } },
    },
    async ({ caller, query: { limit, cursor, ...filter } }) => {
      const found = await parts.store.read.rewards.list({
        ...(await filterOf(parts, caller.siteId, filter)),
        before: cursor ?? null,
        limit: limit + 1,
      });
      const { items, nextCursor } = pageOf(found, limit);
      return { status: 200, body: { data: await presentRewards(parts.store, items), nextCursor } };
    },
  );
}

function counts(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/rewards/counts',
      summary: 'Count rewards by status',
      description: 'With the filters of the list.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:read' },
      request: { query: rewardFilter },
      responses: { 200: { description: 'How many there are in each status', schema: statusCounts } },
    },
    async ({ caller, query }) => ({
      status: 200,
      body: countsOf(await parts.store.read.rewards.counts(await filterOf(parts, caller.siteId, query))),
    }),
  );
}

async function filterOf(
  { store }: RouteParts,
  siteId: string,
  query: RewardFilterQuery,
): Promise<RewardFilter> {
  const { createdFrom, createdTo, unopenedSince, ...filter } = await withParticipant(store, siteId, query);
  return {
    siteId,
    ...filter,
    ...createdRange({ createdFrom, createdTo }),
    ...(unopenedSince !== undefined && { unopenedSince: Date.parse(unopenedSince) }),
  };
}

function give(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/rewards',
      summary: 'Give a reward by hand',
      description:
        "For goodwill: no rule is asked and no limit counts, but the program's budget must cover it and the gift card must have the value. " +
        '`goodwillId` is your own and final: the same request again is answered with the same reward. It shows as an event `goodwill:<goodwillId>`; `reason` stays with the audit.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { body: rewardRequest },
      responses: {
        200: { description: 'Given before under this `goodwillId`, as it stands now', schema: reward },
        201: { description: 'The reward', schema: reward },
      },
      problems: ['bad_request', 'budget_exhausted', 'conflict', 'event_conflict'],
      example: {
        goodwillId: 'case_4711',
        programId: 'friends',
        recipient: { externalId: 'user_42' },
        productId: 'CVS',
        value: { amount: 1500, currency: 'USD' },
        delivery: 'Links',
        reason: 'Waited three weeks for an answer',
      },
    },
    async ({ caller, body }) => {
      const gift = { site: caller.site, request: body, actor: `key:${caller.keyName}` };
      const { reward: given, isNew, alerts } = await giveReward(parts, gift);
      for (const alert of alerts) parts.alerts.raise(alert);
      if (isNew) parts.wake();
      return { status: isNew ? 201 : 200, body: await presentDetail(parts.store, given) };
    },
  );
}

function read(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/rewards/:id',
      summary: 'Read a reward',
      description:
        'With every step it took, who caused it and why; what it waits for, how many have approved it, and the checks that made it.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:read' },
      request: { params },
      responses: { 200: { description: 'The reward', schema: reward } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const found = await findReward(parts.store, caller.siteId, id);
      return { status: 200, body: await presentDetail(parts.store, found) };
    },
  );
}

function page(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/rewards/:id/claim-page',
      summary: 'Get the address of the claim page',
      description:
        'For mails to the recipient. The same address each time, from the reward’s creation on; the page says so while the gift card is on its way. Written to the audit.',
      tags: ['Rewards'],
      auth: { scope: 'claims:read' },
      request: { params },
      responses: {
        200: { description: 'The address. Whoever has it can open the gift card', schema: claimPage },
      },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const found = await findReward(parts.store, caller.siteId, id);
      return {
        status: 200,
        body: { claimPageUrl: await claimPageUrl(parts, found, `key:${caller.keyName}`) },
      };
    },
  );
}

function reissue(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/rewards/:id/reissue',
      summary: 'Give a lost or stolen gift card once more',
      description:
        'Only one by link that was issued, and with two named keys: the first request asks (202), and the same by another key confirms (201). Then there is a new reward with a new order and a new claim page, which the budget has to cover; the old page ends, and its card is booked as lost, since the upstream takes nothing back. The old reward stays. `reason` and `proof` are kept beside the audit, where they can be erased.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { params, body: reissueRequest },
      responses: {
        200: { description: 'Confirmed before: the new reward as it stands now', schema: reward },
        201: { description: 'The new reward', schema: reward },
        202: { description: 'Asked for: the old reward, until another key confirms', schema: reward },
      },
      problems: ['not_found', 'wrong_state', 'budget_exhausted', 'conflict', 'bad_request'],
    },
    async ({ caller: { site, keyName }, params: { id }, body }) => {
      const given = await reissueReward(parts, { site, rewardId: id, keyName, ...body });
      for (const alert of given?.alerts ?? []) parts.alerts.raise(alert);
      if (given?.isNew) parts.wake();
      const shown = given?.reward ?? (await findReward(parts.store, site.id, id));
      const status = !given ? 202 : given.isNew ? 201 : 200;
      return { status, body: await presentDetail(parts.store, shown) };
    },
  );
}
