import { type Kysely, sql } from 'kysely';
import type { OrderRows } from '../../domain/order/order.ts';
import type { Tables } from '../tables.ts';

/** Workers' claims on orders. The primary key `attempt_fence` decides between two workers. */
export function attemptRows(
  db: Kysely<Tables>,
): Pick<OrderRows, 'attempt' | 'running' | 'start' | 'settle' | 'giveBack' | 'bury'> {
  return {
    async attempt(orderId, number) {
      return db
        .selectFrom('attempt')
        .selectAll()
        .where('orderId', '=', orderId)
        .where('number', '=', number)
        .executeTakeFirst();
    },

    async running(accountId, now) {
      const row = await db
        .selectFrom('order')
        .select(sql<number>`count(*)`.as('running'))
        .where('accountId', '=', accountId)
        // In the text itself, because the index of claimed orders is for this very value.
        .where('claimed', '<>', sql.lit('no'))
        .where('leaseUntil', '>', now)
        .executeTakeFirstOrThrow();
      return row.running;
    },

    async start(attempt, lease) {
      // No lock is taken before this: whoever inserts the number first holds the order.
      const started = await db
        .insertInto('attempt')
        .values(attempt)
        .onConflict((conflict) => conflict.doNothing())
        .returning('orderId')
        .executeTakeFirst();
      if (!started) return false;
      const held = await db
        .updateTable('order')
        .set({ ...lease, attempts: attempt.number, dueAt: lease.leaseUntil })
        .where('id', '=', attempt.orderId)
        // A person who cancelled it since it was found due was faster.
        .where('dueAt', 'is not', null)
        .returning('id')
        .executeTakeFirst();
      if (held) return true;
      await db
        .deleteFrom('attempt')
        .where('orderId', '=', attempt.orderId)
        .where('number', '=', attempt.number)
        .execute();
      return false;
    },

    async settle(id, number, patch, now) {
      const row = await db
        .updateTable('order')
        .set({ ...patch, claimed: 'no', deaths: 0, loneDeaths: 0, leaseUntil: 0 })
        .where('id', '=', id)
        .where('attempts', '=', number)
        .where('claimed', '<>', 'no')
        .returning('id')
        .executeTakeFirst();
      if (!row) return false;
      await db
        .updateTable('attempt')
        .set({ endedAt: now })
        .where('orderId', '=', id)
        .where('number', '=', number)
        .execute();
      return true;
    },

    async giveBack({ id, claimed, deaths, loneDeaths }, number, now) {
      const row = await db
        .updateTable('order')
        .set({ claimed, deaths, loneDeaths, leaseUntil: 0, dueAt: now })
        .where('id', '=', id)
        .where('attempts', '=', number)
        .where('claimed', '<>', 'no')
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async bury(id, attempts, now) {
      const row = await db
        .updateTable('order')
        .set({
          status: 'dead',
          dueAt: null,
          claimed: 'no',
          lastError: 'It crashed the process that sent it too often.',
        })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .where('dueAt', '<=', now)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
