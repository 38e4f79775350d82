import { funnel, funnelQuery } from '../../../shared/contract/funnel.ts';
import { statement, statementQuery } from '../../../shared/contract/statement.ts';
import { readFunnel } from '../../domain/report/funnel.ts';
import { readStatement } from '../../domain/report/statement.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { RouteParts } from '../route-parts.ts';

/** How programs do, in numbers. */
export function reportRoutes(parts: RouteParts): Endpoint[] {
  return [readsFunnel(parts), readsStatement(parts)];
}

function readsFunnel({ store, clock }: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/reports/funnel',
      summary: 'Count what became of the visits of a period',
      description:
        'From click to opened gift card, for one program or for all of the site, and for each source of campaign codes. `from` counts in, `to` does not; without them it is the last 30 days. Either is a time or a date, which means the start of that day, so that `to` names the first day that does not count. What began in the period is counted with what has become of it since.',
      tags: ['Programs'],
      auth: { scope: 'rewards:read' },
      request: { query: funnelQuery },
      responses: { 200: { description: 'The counts', schema: funnel } },
      problems: ['not_found'],
    },
    async ({ caller, query }) => ({
      status: 200,
      body: await readFunnel(store.read, caller.site, query, clock()),
    }),
  );
}

function readsStatement({ store }: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/reports/statement',
      summary: 'Sum up what a program owes and has paid',
      description:
        'For partners and for the books: what waits, what is owed, what is paid and what was taken back, in all and for each participant, of the rewards that were made in the period: `from` counts in, `to` does not, and a date means the start of that day. Face values; fees are the upstream account’s.',
      tags: ['Programs'],
      auth: { scope: 'rewards:read' },
      request: { query: statementQuery },
      responses: { 200: { description: 'The sums', schema: statement } },
      problems: ['not_found'],
    },
    async ({ caller, query }) => ({ status: 200, body: await readStatement(store.read, caller.site, query) }),
  );
}
