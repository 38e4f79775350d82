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

    async toFollow(now, ofEach) {
      const inLine = db
        .selectFrom('order')
        .select('id')
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('accountId').orderBy('followAt'))
            .as('place'),
        )
        .where('followAt', '<=', now);
      const ids = db.selectFrom(inLine.as('inLine')).select('id').where('place', '<=', ofEach);
      const rows = await db
        .selectFrom('order')
        .selectAll()
        .where('id', 'in', ids)
        .orderBy('followAt')
        .execute();
      return rows.map(toOrder);
    },

    async follow(id, at, now) {
      const row = await db
        .updateTable('order')
        .set({ followAt: at })
        .where('id', '=', id)
        .where('followAt', '<=', now)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
