import { type Kysely, sql } from 'kysely';
import type { StatementRows } from '../../domain/report/statement-rows.ts';
import type { Tables } from '../tables.ts';

/** Sums of rewards by person and status; `reward_by_program` and `reward_by_participant` bound what they read. */
export function statementRows(db: Kysely<Tables>): StatementRows {
  return {
    async lines({ programId, participantId, from, until }) {
      let rewards = db
        .selectFrom('reward')
        .select([
          'externalId',
          'status',
          sql<number>`count(*)`.as('count'),
          sql<number>`cast(sum(amount) as bigint)`.as('amount'),
        ])
        .where('programId', '=', programId)
        .where('createdAt', '>=', from)
        .where('createdAt', '<', until);
      if (participantId !== null) rewards = rewards.where('participantId', '=', participantId);
      return rewards.groupBy(['externalId', 'status']).execute();
    },
  };
}
