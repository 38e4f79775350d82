import { listOf } from '../../../shared/contract/list.ts';
import { referral, referralQuery, referralRequest } from '../../../shared/contract/referral.ts';
import { bindByHand } from '../../domain/attribution/bind-by-hand.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { withParticipant } from '../find-participant.ts';
import { pageOf } from '../list-page.ts';
import { presentReferrals } from '../present-referrals.ts';
import type { RouteParts } from '../route-parts.ts';

/** Who is bound to whom, and how that is known. */
export function referralRoutes(parts: RouteParts): Endpoint[] {
  return [list(parts), bind(parts)];
}

function list({ store }: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/referrals',
      summary: 'List referrals',
      description: 'Newest first. `participantId` finds those in which the person is on either side.',
      tags: ['Referrals'],
      auth: { scope: 'rewards:read' },
      request: { query: referralQuery },
      responses: { 200: { description: 'One page', schema: listOf(referral) } },
    },
    async ({ caller, query: { limit, cursor, ...filter } }) => {
      const found = await store.read.referrals.list({
        siteId: caller.siteId,
        ...(await withParticipant(store, caller.siteId, filter)),
        before: cursor ?? null,
        limit: limit + 1,
      });
      const { items, nextCursor } = pageOf(found, limit);
      return { status: 200, body: { data: await presentReferrals(store, items), nextCursor } };
    },
  );
}

function bind(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/referrals',
      summary: 'Bind a friend by hand',
      description:
        'For a friend whose link got lost on the way, when you know who referred them. It binds and does nothing else: later events decide as ever, under the rules of today. ' +
        'A friend is bound once in a program, never to themselves, and only while the program runs. `reason` stays with the audit.',
      tags: ['Referrals'],
      auth: { scope: 'rewards:review' },
      request: { body: referralRequest },
      responses: { 201: { description: 'The referral', schema: referral } },
      problems: ['bad_request', 'conflict'],
      example: {
        programId: 'friends',
        referrer: { externalId: 'user_42' },
        friend: { externalId: 'user_77' },
        reason: 'Told by phone, invitation shown',
      },
    },
    async ({ caller, body }) => {
      const bound = await bindByHand(parts, caller.site, body, `key:${caller.keyName}`);
      const [answer] = await presentReferrals(parts.store, [bound]);
      if (!answer) throw new Error('a referral was lost while it was presented');
      return { status: 201, body: answer };
    },
  );
}
