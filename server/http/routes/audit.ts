import { auditEntry, auditQuery } from '../../../shared/contract/audit.ts';
import { listOf } from '../../../shared/contract/list.ts';
import { presentAudit } from '../../domain/audit/present-audit.ts';
import { causesOfEntries } from '../../domain/reversal/causes-of.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../list-page.ts';
import type { RouteParts } from '../route-parts.ts';

/** Everything that changed at a site, and who changed it. */
export function auditRoutes({ store }: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/v1/audit',
        summary: 'Read what everybody did',
        description:
          'Newest first. Every change of state of rewards, referrals, orders, claims, participants and programs of the site, with its actor, its reason, what the person wrote who decided, and the return that caused it.',
        tags: ['Audit'],
        auth: { scope: 'audit:read' },
        request: { query: auditQuery },
        responses: { 200: { description: 'One page', schema: listOf(auditEntry) } },
      },
      async ({ caller, query: { limit, cursor, ...filter } }) => {
        const found = await store.read.audit.list({
          siteId: caller.siteId,
          ...filter,
          before: cursor ?? null,
          limit: limit + 1,
        });
        const { items, nextCursor } = pageOf(found, limit);
        const notes = await store.read.notes.ofEntries(items.map(({ id }) => id));
        const causes = await causesOfEntries(store.read, items);
        const data = items.map((entry) =>
          presentAudit(entry, { note: notes.get(entry.id), eventId: causes.get(entry.id) }),
        );
        return { status: 200, body: { data, nextCursor } };
      },
    ),
  ];
}
