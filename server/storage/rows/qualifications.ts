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

    async voidOfEvent(eventRowId, now) {
      await db
        .updateTable('qualification')
        .set({ voidedAt: now })
        .where('eventRowId', '=', eventRowId)
        .where('voidedAt', 'is', null)
        .execute();
    },
  };
}
