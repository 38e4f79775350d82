import { type Kysely, sql } from 'kysely';
import type { ClaimRows } from '../../domain/claim/claim.ts';
import type { Tables } from '../tables.ts';

/**
 * Claims: the primary key keeps one for each reward and the unique `pathMac` one for each address. `countReveal` locks
 * the row, so that reveals of a claim follow one another.
 */
export function claimRows(db: Kysely<Tables>): ClaimRows {
  const all = () => db.selectFrom('claim').selectAll();
  return {
    async insert(claim) {
      await db
        .insertInto('claim')
        .values(claim)
        .onConflict((conflict) => conflict.column('rewardId').doNothing())
        .execute();
    },

    async ofReward(rewardId) {
      return all().where('rewardId', '=', rewardId).executeTakeFirst();
    },

    async byPathMac(pathMac) {
      return all().where('pathMac', '=', pathMac).executeTakeFirst();
    },

    async fill(rewardId, sealedLink, sealedAnswer) {
      const row = await db
        .updateTable('claim')
        .set({ sealedLink, sealedAnswer })
        .where('rewardId', '=', rewardId)
        .where('sealedLink', 'is', null)
        .returning('rewardId')
        .executeTakeFirst();
      return row !== undefined;
    },

    async countReveal(rewardId, { now, lengthMs, limit }) {
      const isOver = sql<boolean>`"windowAt" <= ${now - lengthMs}`;
      const row = await db
        .updateTable('claim')
        .set({
          windowAt: sql<number>`case when ${isOver} then ${now} else "windowAt" end`,
          reveals: sql<number>`case when ${isOver} then 1 else reveals + 1 end`,
        })
        .where('rewardId', '=', rewardId)
        .where(sql<boolean>`(${isOver} or reveals < ${limit})`)
        .returning('rewardId')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
