import { listOf, listQuery } from '../../../shared/contract/list.ts';
import { referral } from '../../../shared/contract/referral.ts';
import { presentReferral } from '../../domain/attribution/present-referral.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../list-page.ts';
import type { RouteParts } from '../route-parts.ts';

/** Who is bound to whom, and how that is known. */
export function referralRoutes({ store }: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/v1/referrals',
        summary: 'List referrals',
        description: 'Newest first.',
        tags: ['Referrals'],
        auth: { scope: 'rewards:read' },
        request: { query: listQuery },
        responses: { 200: { description: 'One page', schema: listOf(referral) } },
      },
      async ({ caller, query: { limit, cursor } }) => {
        const found = await store.read.referrals.list({
          siteId: caller.siteId,
          before: cursor ?? null,
          limit: limit + 1,
        });
        const { items, nextCursor } = pageOf(found, limit);
        const ids = new Set(items.flatMap(({ referrerId, friendId }) => [referrerId, friendId]));
        const people = await store.read.participants.byIds([...ids]);
        return {
          status: 200,
          body: { data: items.map((item) => presentReferral(item, people)), nextCursor },
        };
      },
    ),
  ];
}
