import { funnel, funnelQuery } from '../../../shared/contract/funnel.ts';
import { readFunnel } from '../../domain/report/funnel.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { RouteParts } from '../route-parts.ts';

/** How programs do, in numbers. */
export function reportRoutes({ store, clock }: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/v1/reports/funnel',
        summary: 'Count what became of the visits of a period',
        description:
          'From click to opened gift card, for one program or for all of the site, and for each source of campaign codes. `from` counts in, `to` does not; without them it is the last 30 days. What began in the period is counted with what has become of it since.',
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
    ),
  ];
}
