import type { Kysely } from 'kysely';
import { deliverySourcesOf } from '../../domain/delivery/delivery.ts';
import type { OrderRows } from '../../domain/order/order.ts';
import type { Tables } from '../tables.ts';
import { toOrder } from './order-row.ts';

/** How far the cards of orders have come. The statement that moves one compares where it is, so none ever goes back. */
export function deliveryRows(db: Kysely<Tables>): Pick<OrderRows, 'deliver' | 'toFollow' | 'follow'> {
  return {
    async deliver(id, to, followAt) {
      const row = await db
        .updateTable('order')
        .set({ deliveryStatus: to, followAt })
        .where('id', '=', id)
        .where(({ or, and, eb }) =>
          or([
            eb('deliveryStatus', 'in', deliverySourcesOf(to)),
            // Written by a process of an older version, while the versions ran side by side.
            and([eb('deliveryStatus', 'is', null), eb('type', '<>', 'Links')]),
          ]),
        )
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async toFollow(now, limit) {
      const rows = await db
        .selectFrom('order')
        .selectAll()
        .where('followAt', '<=', now)
        // The first of every account, then the second of every one, so that no account's many take all places.
        .orderBy(({ fn }) =>
          fn.agg('row_number').over((over) => over.partitionBy('accountId').orderBy('followAt')),
        )
        .orderBy('followAt')
        .limit(limit)
        .execute();
      return rows.map(toOrder);
    },

    async follow(id, at) {
      await db
        .updateTable('order')
        .set({ followAt: at })
        .where('id', '=', id)
        .where('followAt', 'is not', null)
        .execute();
    },
  };
}
