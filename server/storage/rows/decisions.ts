import type { Kysely } from 'kysely';
import type { DecisionRows } from '../../domain/decision/decision.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const insertDecisions = statement((db: Db, { rows }: Places<{ rows: Tables['decision'][] }>) =>
  db.insertInto('decision').values(rows),
);

/** Why a reward was made or refused; `decision_by_event` finds the decisions of an event. */
export function decisionRows(db: Kysely<Tables>): DecisionRows {
  return {
    async insert(decisions) {
      if (decisions.length === 0) return;
      const rows = decisions.map((decision) => ({ ...decision, checks: JSON.stringify(decision.checks) }));
      await insertDecisions(db, { rows });
    },

    async ofEvents(programId, eventRowIds) {
      if (eventRowIds.length === 0) return [];
      const rows = await db
        .selectFrom('decision')
        .selectAll()
        .where('eventRowId', 'in', eventRowIds)
        .where('programId', '=', programId)
        .execute();
      return rows.map((row) => ({ ...row, checks: JSON.parse(row.checks) }));
    },

    async refusedNaming({ referrerId, programId, from, until }) {
      const rows = await db
        .selectFrom('decision')
        .innerJoin('event', 'event.id', 'decision.eventRowId')
        .leftJoin('referral', 'referral.id', 'decision.referralId')
        .select(['eventRowId', 'referralId', 'checks', 'occurredAt', 'referral.referrerId as boundTo'])
        .where('decision.referrerId', '=', referrerId)
        .where('decision.programId', '=', programId)
        .where('decision.outcome', '=', 'refused')
        .where('occurredAt', '>=', from)
        .where('occurredAt', '<', until)
        .orderBy('decision.id')
        .execute();
      return rows.map((row) => ({ ...row, checks: JSON.parse(row.checks) }));
    },

    async ofEvent(eventRowId) {
      const rows = await db
        .selectFrom('decision')
        .selectAll()
        .where('eventRowId', '=', eventRowId)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ ...row, checks: JSON.parse(row.checks) }));
    },
  };
}
