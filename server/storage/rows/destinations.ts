import { type Kysely, sql } from 'kysely';
import type { DestinationRows } from '../../domain/delivery/destination.ts';
import type { Tables } from '../tables.ts';

/** Where gift cards go; the primary key keeps one for each reward, and the first one stands. */
export function destinationRows(db: Kysely<Tables>): DestinationRows {
  return {
    async insert(destinations) {
      if (destinations.length === 0) return;
      await db
        .insertInto('destination')
        .values(destinations)
        .onConflict((conflict) => conflict.column('rewardId').doNothing())
        .execute();
    },

    async find(rewardId) {
      return db.selectFrom('destination').selectAll().where('rewardId', '=', rewardId).executeTakeFirst();
    },

    async correct(rewardId, sealedAddress, givenAt) {
      await db
        .updateTable('destination')
        .set({ sealedAddress, givenAt })
        .where('rewardId', '=', rewardId)
        .execute();
    },

    async settle(rewardId, forgetAt) {
      await db
        .updateTable('destination')
        .set({
          // Somebody who was erased meanwhile is not kept any longer for it.
          forgetAt: sql`case when "forgetAt" < ${forgetAt} then "forgetAt" else ${forgetAt} end`,
        })
        .where('rewardId', '=', rewardId)
        .execute();
    },

    async track(rewardId, sealedTracking) {
      await db.updateTable('destination').set({ sealedTracking }).where('rewardId', '=', rewardId).execute();
    },

    async forget(now, limit) {
      const ended = db.selectFrom('reward').select('id').where('status', 'in', ['cancelled', 'rejected']);
      const due = db
        .selectFrom('destination')
        .select('rewardId')
        .where(({ or, eb }) => or([eb('forgetAt', '<=', now), eb('rewardId', 'in', ended)]))
        .where(({ not }) => not(hasOrderToSend()))
        .limit(limit);
      const rows = await db
        .deleteFrom('destination')
        .where('rewardId', 'in', due)
        .returning('rewardId')
        .execute();
      return rows.length;
    },
  };
}

/**
 * Whether the upstream may not have the order of a destination's reward yet: it will be sent, or sent again, with its
 * address.
 */
export function hasOrderToSend() {
  return sql<boolean>`exists (select 1 from "order" where "order"."rewardId" = destination."rewardId"
    and "order".status in ('queued', 'unknown'))`;
}
