import { z } from 'zod';
import { claimPage } from '../../../shared/contract/claim.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf } from '../../../shared/contract/list.ts';
import { reward, rewardQuery } from '../../../shared/contract/reward.ts';
import { claimPageUrl } from '../../domain/claim/reveal-claim.ts';
import { DomainError } from '../../domain/errors.ts';
import { retryOrder } from '../../domain/order/retry-order.ts';
import type { Reward } from '../../domain/reward/reward.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../list-page.ts';
import { presentRewards } from '../present-rewards.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(60) });

/** Rewards as the site's back end sees them. Only `claim-page` leads to a claim, and it says who asked. */
export function rewardRoutes(parts: RouteParts): Endpoint[] {
  return [list(parts), read(parts), retry(parts), page(parts)];
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
      description: 'With every step it took, who caused it and why.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:read' },
      request: { params },
      responses: { 200: { description: 'The reward', schema: reward } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      return { status: 200, body: await presentOne(parts, await find(parts, caller.siteId, id)) };
    },
  );
}

function retry(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/rewards/:id/retry',
      summary: 'Send a refused or set-aside order again',
      description:
        'Under its own number, once what stood in the way is gone. `reason` is for the log of your own people.',
      tags: ['Rewards'],
      auth: { scope: 'rewards:review' },
      request: { params, body: z.object({ reason: z.string().min(1).max(500) }) },
      responses: { 200: { description: 'The reward, ordering again', schema: reward } },
      problems: ['not_found', 'wrong_state'],
    },
    async ({ caller, params: { id } }) => {
      await find(parts, caller.siteId, id);
      await retryOrder(parts, id, `key:${caller.keyName}`);
      parts.wake();
      return { status: 200, body: await presentOne(parts, await find(parts, caller.siteId, id)) };
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
      const found = await find(parts, caller.siteId, id);
      return {
        status: 200,
        body: { claimPageUrl: await claimPageUrl(parts, found, `key:${caller.keyName}`) },
      };
    },
  );
}

/** Another site's reward answers like one that does not exist. */
async function find({ store }: RouteParts, siteId: string, id: string): Promise<Reward> {
  const found = await store.read.rewards.find(id);
  if (found?.siteId !== siteId) throw new DomainError('not_found', 'There is no such reward.');
  return found;
}

async function presentOne({ store }: RouteParts, found: Reward) {
  const [answer] = await presentRewards(store, [found]);
  if (!answer) throw new Error('a reward was lost while it was presented');
  return answer;
}
