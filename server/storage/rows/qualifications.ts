import { type Kysely, sql } from 'kysely';
import type { CountQuery, QualificationRows } from '../../domain/qualification/qualification.ts';
import type { Tables } from '../tables.ts';

/**
 * Fulfilments of rules that count. `qualification_once` lets one event fulfil a rule once; counting is exact because
 * the row of the referrer's code is locked first.
 */
export function qualificationRows(db: Kysely<Tables>): QualificationRows {
  return {
    async insert(qualifications) {
      if (qualifications.length === 0) return;
      const rows = qualifications.map((each) => ({ ...each, voidedAt: null }));
      await db.insertInto('qualification').values(rows).execute();
    },

    async counts({ programId, ruleId, participantId, referralId }: CountQuery) {
      const mine = referralId === null ? sql`1 = 1` : sql`"referralId" = ${referralId}`;
      const row = await db
        .selectFrom('qualification')
        .select([
          sql<number>`count(*)`.as('events'),
          sql<number>`count(distinct "referralId")`.as('referrals'),
          sql<number>`count(case when ${mine} then 1 end)`.as('ofReferral'),
          sql<number | null>`min(case when ${mine} then "createdAt" end)`.as('firstAt'),
        ])
        .where('participantId', '=', participantId)
        .where('programId', '=', programId)
        .where('ruleId', '=', ruleId)
        .where('voidedAt', 'is', null)
        .executeTakeFirstOrThrow();
      return row;
    },

    async voidOfEvent(eventRowId, now, rule) {
      let update = db
        .updateTable('qualification')
        .set({ voidedAt: now })
        .where('eventRowId', '=', eventRowId)
        .where('voidedAt', 'is', null);
      if (rule) update = update.where('programId', '=', rule.programId).where('ruleId', '=', rule.ruleId);
      return update.returning(['programId', 'participantId', 'referralId']).execute();
    },

    async ordinalOf({ eventRowId, programId, ruleId }, at) {
      const own = db
        .selectFrom('qualification')
        .select('participantId')
        .where('eventRowId', '=', eventRowId)
        .where('programId', '=', programId)
        .where('ruleId', '=', ruleId);
      const row = await db
        .selectFrom('qualification')
        .select(sql<number>`count(*)`.as('before'))
        .where('participantId', '=', own)
        .where('programId', '=', programId)
        .where('ruleId', '=', ruleId)
        // Ids of events sort by the time at which they were accepted.
        .where('eventRowId', '<', eventRowId)
        .where((where) => where.or([where('voidedAt', 'is', null), where('voidedAt', '>=', at)]))
        .executeTakeFirstOrThrow();
      return row.before + 1;
    },

    async countedBefore({ programId, from, after, limit }) {
      let query = db
        .selectFrom('qualification')
        .selectAll()
        .where('programId', '=', programId)
        .where('createdAt', '<', from)
        .where((where) => where.or([where('voidedAt', 'is', null), where('voidedAt', '>=', from)]));
      if (after) {
        const key = sql`("eventRowId", "ruleId")`;
        query = query.where(sql<boolean>`${key} > (${after.eventRowId}, ${after.ruleId})`);
      }
      return query.orderBy('eventRowId').orderBy('ruleId').limit(limit).execute();
    },

    async standsFor(referralId) {
      const row = await db
        .selectFrom('qualification')
        .select('eventRowId')
        .where('referralId', '=', referralId)
        .where('voidedAt', 'is', null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
