import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { OrderRows } from '../../domain/order/order.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { OrderRow, Tables } from '../tables.ts';
import { attemptRows } from './order-attempts.ts';
import { bookRows } from './order-books.ts';
import { deliveryRows } from './order-deliveries.ts';
import { orderLists } from './order-lists.ts';
import { queueRows } from './order-queue.ts';
import { toOrder, toRow } from './order-row.ts';

const insertOrders = statement((db: Db, { rows }: Places<{ rows: OrderRow[] }>) =>
  db.insertInto('order').values(rows),
);

/** Whether each attempt of the order was answered: of one without an end nobody knows what it has sent. */
function isAllSettled({ not, exists, selectFrom }: ExpressionBuilder<Tables, 'order'>) {
  const unsettled = selectFrom('attempt').select('attempt.number').where('attempt.endedAt', 'is', null);
  return not(exists(unsettled.whereRef('attempt.orderId', '=', 'order.id')));
}

/**
 * Orders one by one, beside what else is done with them. `order_once` keeps one for each reward, the unique `poNumber`
 * one for each number.
 */
export function orderRows(db: Kysely<Tables>): OrderRows {
  const all = () => db.selectFrom('order').selectAll();
  return {
    ...queueRows(db),
    ...attemptRows(db),
    ...deliveryRows(db),
    ...orderLists(db),
    ...bookRows(db),

    async insert(orders) {
      if (orders.length > 0) await insertOrders(db, { rows: orders.map(toRow) });
    },

    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toOrder(row);
    },

    async ofRewards(rewardIds) {
      if (rewardIds.length === 0) return [];
      return (await all().where('rewardId', 'in', rewardIds).execute()).map(toOrder);
    },

    async requeue(id, from, now) {
      const row = await db
        .updateTable('order')
        .set({
          status: 'unknown',
          dueAt: now,
          claimed: 'no',
          deaths: 0,
          loneDeaths: 0,
          tries: 0,
          searches: 0,
          agreedCost: sql`coalesce("askedCost", "agreedCost")`,
          askedCost: null,
          lastError: null,
        })
        .where('id', '=', id)
        .where('status', 'in', from)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async resolve(id, { status, attempts }, shown) {
      const change =
        shown === 'absent'
          ? { status: 'cancelled' as const, dueAt: null }
          : { status: 'pending' as const, upstreamId: shown.upstreamId, dueAt: shown.now, lastError: null };
      const row = await db
        .updateTable('order')
        .set({ ...change, claimed: 'no', deaths: 0, loneDeaths: 0, tries: 0 })
        .where('id', '=', id)
        .where('status', '=', status)
        .where('attempts', '=', attempts)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async setAside(id, { status, attempts }) {
      const row = await db
        .updateTable('order')
        .set({ status: 'dead', dueAt: null, claimed: 'no' })
        .where('id', '=', id)
        .where('status', '=', status)
        .where('attempts', '=', attempts)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async cancel(ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .updateTable('order')
        .set({ status: 'cancelled', dueAt: null })
        .where('id', 'in', ids)
        .where('claimed', '=', 'no')
        .where((where) =>
          where.or([
            // Whatever answer puts an order back as queued is a refusal.
            where.and([where('status', '=', 'queued'), isAllSettled(where)]),
            where.and([where('status', '=', 'refused'), where('attempts', '<=', 1)]),
            where('status', 'in', ['failed', 'parked']),
          ]),
        )
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    async holdUnsent(rewardId) {
      // An update to itself locks the row in both dialects, and a worker's claim of it waits.
      const row = await db
        .updateTable('order')
        .set({ rewardId })
        .where('rewardId', '=', rewardId)
        .where('status', '=', 'queued')
        .where('attempts', '=', 0)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async told(ids, now) {
      await db.updateTable('order').set({ warnedAt: now }).where('id', 'in', ids).execute();
    },
  };
}
