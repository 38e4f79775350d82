import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { simulation, simulationRequest } from '../../../shared/contract/simulation.ts';
import { keptCatalogue } from '../../domain/order/kept-catalogue.ts';
import { simulate } from '../../domain/simulation/simulate.ts';
import { simulationOf } from '../../domain/simulation/simulation-of.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { RouteParts } from '../route-parts.ts';

/** Trying a program out on what has happened already. */
export function simulationRoutes({ store, pseudonyms, clock, breathe }: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'POST',
        path: '/v1/programs/:id/simulate',
        summary: 'Try a program out on recorded events',
        description:
          'Runs the events that are on record, the oldest first, through the draft, or through the program as it runs, and tells what would have come of them and how that differs from what really did. Nothing is written and nothing is ordered. ' +
          'It begins at `from` with what the program had really made of the events before it: the budget that its rewards take, limits, counts of milestones and tiers, rewards at what they are worth today; without `from`, and for a program that does not run yet, it begins with nothing. It takes each event as if it had been told when it happened. ' +
          'Friends are bound as they were; what is known of people, and what the catalogue says, is taken as it stands today; fraud is judged as it was when the event was decided. ' +
          'A person approves and rejects as `approve` says. The values of a draft must be those of the catalogue as it was told last. A program that is paused or a draft runs as if it were active; start and end dates hold. ' +
          'At most 100,000 events in one call; `truncated` says that there were more.',
        tags: ['Programs'],
        auth: { scope: 'programs:write' },
        request: { params: z.object({ id: plainText(64) }), body: simulationRequest },
        responses: { 200: { description: 'What would have happened', schema: simulation } },
        problems: ['not_found'],
        example: { from: '2026-01-01T00:00:00Z', to: '2026-07-01T00:00:00Z' },
      },
      async ({ caller, params: { id }, body }) => {
        const rows = store.read;
        const catalogue = body.draft && (await keptCatalogue(rows, caller.site.accountId));
        const run = simulationOf(caller.site, id, body, clock(), catalogue);
        return { status: 200, body: await simulate({ rows, pseudonyms, breathe }, run) };
      },
    ),
  ];
}
