import { type Kysely, sql } from 'kysely';
import type { ApprovalRows } from '../../domain/reward/approval.ts';
import type { Tables } from '../tables.ts';

/** Approvals by named keys; the primary key keeps one of them from counting twice. */
export function approvalRows(db: Kysely<Tables>): ApprovalRows {
  return {
    async insert(approval) {
      const row = await db
        .insertInto('approval')
        .values(approval)
        .onConflict((conflict) => conflict.doNothing())
        .returning('keyName')
        .executeTakeFirst();
      return row !== undefined;
    },

    async count(rewardId) {
      const row = await db
        .selectFrom('approval')
        .select(sql<number>`count(*)`.as('count'))
        .where('rewardId', '=', rewardId)
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async forget(rewardId) {
      await db.deleteFrom('approval').where('rewardId', '=', rewardId).execute();
    },
  };
}
