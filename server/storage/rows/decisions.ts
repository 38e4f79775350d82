import type { Kysely } from 'kysely';
import type { DecisionRows } from '../../domain/decision/decision.ts';
import type { Tables } from '../tables.ts';

/** Why a reward was made or refused; `decision_by_event` finds the decisions of an event. */
export function decisionRows(db: Kysely<Tables>): DecisionRows {
  return {
    async insert(decisions) {
      if (decisions.length === 0) return;
      const rows = decisions.map((decision) => ({ ...decision, checks: JSON.stringify(decision.checks) }));
      await db.insertInto('decision').values(rows).execute();
    },
  };
}
