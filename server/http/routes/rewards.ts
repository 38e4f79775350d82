import { z } from 'zod';
import { claimPage } from '../../../shared/contract/claim.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf } from '../../../shared/contract/list.ts';
import { reward, rewardQuery } from '../../../shared/contract/reward.ts';
import { claimPageUrl } from '../../domain/claim/reveal-claim.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../list-page.ts';
import { findReward, presentDetail, presentRewards } from '../present-rewards.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(60) });

/** Rewards as the site's back end sees them. Only `claim-page` leads to a claim, and it says who asked. */
export function rewardRoutes(parts: RouteParts): Endpoint[] {
  return [list(parts), read(parts), page(parts)];
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
        siteId: caller.siteId,
        ...filter,
        before: cursor ?? null,
        limit: limit + 1,
      });
      const { items, nextCursor } = pageOf(found, limit);
      return { status: 200, body: { data: await presentRewards(parts.store, items), nextCursor } };
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
