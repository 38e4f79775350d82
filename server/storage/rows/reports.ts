import { type Kysely, sql } from 'kysely';
import type { ReportPeriod, ReportRows } from '../../domain/report/report-rows.ts';
import type { Tables } from '../tables.ts';

/**
 * Counts for reports, one query per stage. Each reads a range of time from an index (`click_by_time`,
 * `referral_by_time`, `event_by_time`, `reward_by_time`), so that a report costs what its period holds.
 */
export function reportRows(db: Kysely<Tables>): ReportRows {
  return {
    async clicks({ programIds, from, to }) {
      if (programIds.length === 0) return [];
      const rows = await db
        .selectFrom('click')
        .innerJoin('code', 'code.code', 'click.code')
        .select(['code.source', sql<number>`count(*)`.as('clicks')])
        .where('click.createdAt', '>=', from)
        .where('click.createdAt', '<', to)
        .where('code.programId', 'in', programIds)
        .groupBy('code.source')
        .execute();
      return rows.map(({ source, clicks }) => ({ source, counts: { clicks } }));
    },

    async referrals({ programIds, from, to }) {
      if (programIds.length === 0) return [];
      const counts = await db
        .selectFrom('referral')
        .select([
          sql<number>`count(*)`.as('attributed'),
          sql<number>`count(case when status in ('qualified', 'completed') then 1 end)`.as('qualified'),
        ])
        .where('programId', 'in', programIds)
        .where('createdAt', '>=', from)
        .where('createdAt', '<', to)
        .executeTakeFirstOrThrow();
      return [{ source: null, counts }];
    },

    async campaignEvents(period) {
      if (period.programIds.length === 0) return [];
      const rows = await decidedEvents(db, period)
        .select([
          'event.source',
          sql<number>`count(distinct event.id)`.as('attributed'),
          sql<number>`count(distinct case when decision.outcome <> 'refused' then event.id end)`.as(
            'qualified',
          ),
        ])
        .groupBy('event.source')
        .execute();
      return rows.map(({ source, ...counts }) => ({ source, counts }));
    },

    async rewards({ programIds, from, to }) {
      if (programIds.length === 0) return [];
      const rows = await db
        .selectFrom('reward')
        .innerJoin('event', 'event.id', 'reward.eventRowId')
        .select([
          'event.source',
          sql<number>`count(*)`.as('rewarded'),
          sql<number>`count(case when reward.status in ('issued', 'opened') then 1 end)`.as('issued'),
          sql<number>`count(case when reward.status = 'opened' then 1 end)`.as('opened'),
        ])
        .where('reward.programId', 'in', programIds)
        .where('reward.createdAt', '>=', from)
        .where('reward.createdAt', '<', to)
        .groupBy('event.source')
        .execute();
      return rows.map(({ source, ...counts }) => ({ source, counts }));
    },
  };
}

/** Events that came by a campaign code, each with what the programs decided about it. */
function decidedEvents(db: Kysely<Tables>, { siteId, programIds, from, to }: ReportPeriod) {
  return db
    .selectFrom('event')
    .innerJoin('decision', 'decision.eventRowId', 'event.id')
    .where('event.siteId', '=', siteId)
    .where('event.occurredAt', '>=', from)
    .where('event.occurredAt', '<', to)
    .where('event.source', 'is not', null)
    .where('decision.programId', 'in', programIds);
}
