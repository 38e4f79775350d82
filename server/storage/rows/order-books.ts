import type { Kysely } from 'kysely';
import type { OrderRows } from '../../domain/order/order.ts';
import type { Tables } from '../tables.ts';
import { toOrder } from './order-row.ts';

/** Orders as books to be compared with the upstream's. Read along the primary key: an index of its own would cost every order. */
export function bookRows(
  db: Kysely<Tables>,
): Pick<OrderRows, 'ofAccount' | 'byNumbers' | 'renumber' | 'agree'> {
  const all = () => db.selectFrom('order').selectAll();
  return {
    async ofAccount({ accountId, from, after, limit }) {
      const rows = await all()
        .where('accountId', '=', accountId)
        .where('createdAt', '>=', from)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toOrder);
    },

    async byNumbers(poNumbers) {
      if (poNumbers.length === 0) return [];
      return (await all().where('poNumber', 'in', poNumbers).execute()).map(toOrder);
    },

    async agree(id, agreedCost) {
      await db.updateTable('order').set({ agreedCost }).where('id', '=', id).execute();
    },

    async renumber(id, { poNumber, accountId }) {
      await db
        .updateTable('order')
        .set({ poNumber, accountId, status: 'unknown' })
        .where('id', '=', id)
        .execute();
    },
  };
}
