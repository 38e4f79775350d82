import { z } from 'zod';
import { account, topUpRequest } from '../../../shared/contract/account.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { listOf, namedListQuery } from '../../../shared/contract/list.ts';
import { presentAccount } from '../../domain/order/present-account.ts';
import { readAccount, topUpAccount } from '../../domain/order/top-up.ts';
import type { Site } from '../../domain/site/site.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageAfter } from '../list-page.ts';
import type { RouteParts } from '../route-parts.ts';

/** The upstream account that a site orders from: whether it takes orders, and what it should still hold. */
export function accountRoutes(parts: RouteParts): Endpoint[] {
  const { store } = parts;
  const present = async (site: Site) => {
    const { account: own, ...books } = await readAccount(store.read, site);
    return presentAccount(own, books);
  };
  const list = endpoint(
    {
      method: 'GET',
      path: '/v1/accounts',
      summary: 'List upstream accounts',
      description: 'The one that the site orders from.',
      tags: ['Orders'],
      auth: { scope: 'rewards:read' },
      request: { query: namedListQuery },
      responses: { 200: { description: 'One page', schema: listOf(account) } },
    },
    async ({ caller: { site }, query }) => {
      const { items, nextCursor } = pageAfter([await present(site)], query);
      return { status: 200, body: { data: items, nextCursor } };
    },
  );
  const topUp = endpoint(
    {
      method: 'POST',
      path: '/v1/accounts/:id/top-ups',
      summary: 'Tell that funds were paid into an account',
      description:
        'Spending is held against what was told, since the upstream does not tell its balance: under a fifth of what the last top-up filled it to, operators are alerted. A parked account is tried at once. `topUpId` is your own and final: the same again counts once. Only for an account that serves this site alone. `reason` is kept beside the audit, where it can be erased.',
      tags: ['Orders'],
      auth: { scope: 'programs:write' },
      request: { params: z.object({ id: plainText(100) }), body: topUpRequest },
      responses: {
        200: { description: 'Told before under this `topUpId`', schema: account },
        201: { description: 'The account with its new funds', schema: account },
      },
      problems: ['not_found', 'wrong_state', 'conflict'],
      example: {
        topUpId: 'wire_2026_11',
        amount: { amount: 500_000, currency: 'USD' },
        reason: 'Wire of 24 November',
      },
    },
    async ({ caller: { site, keyName }, params: { id }, body }) => {
      const isNew = await topUpAccount(parts, { site, accountId: id, request: body, keyName });
      if (isNew) parts.wake();
      return { status: isNew ? 201 : 200, body: await present(site) };
    },
  );
  return [list, topUp];
}
