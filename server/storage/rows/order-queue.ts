import { type Kysely, sql } from 'kysely';
import type { OrderStatus } from '../../../shared/contract/order.ts';
import { type AttemptKind, type OrderRows, SUSPECT_AFTER_DEATHS } from '../../domain/order/order.ts';
import type { Tables } from '../tables.ts';
import { toOrder } from './order-row.ts';

/** Due and still claimed means that its worker died: one death more than is written down. */
const deathsNow = sql<number>`deaths + case claimed when 'no' then 0 else 1 end`;

/** Of the orders that wait: what their next attempt is follows from the status. */
const STATUSES_OF: Record<AttemptKind, OrderStatus[]> = {
  look: ['pending'],
  send: ['queued', 'unknown'],
  repeat: ['unknown'],
};

/** Which orders a worker takes next, and what brings their turn forward. The index `order_due` is the queue. */
export function queueRows(db: Kysely<Tables>): Pick<OrderRows, 'due' | 'hint' | 'hasten'> {
  return {
    async due({ accountId, now, limit, suspects, kind, not }) {
      let query = db
        .selectFrom('order')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('dueAt', '<=', now);
      if (suspects) query = query.where('claimed', '<>', 'no').where(deathsNow, '>=', SUSPECT_AFTER_DEATHS);
      else query = query.where(deathsNow, '<', SUSPECT_AFTER_DEATHS);
      if (kind) query = query.where('status', 'in', STATUSES_OF[kind]);
      if (not) query = query.where('status', 'not in', STATUSES_OF[not]);
      const rows = await query.orderBy('dueAt').orderBy('id').limit(limit).execute();
      return rows.map(toOrder);
    },

    async hint(id, now, everyMs) {
      const last = await db
        .selectFrom('attempt')
        .select(sql<number | null>`max("startedAt")`.as('startedAt'))
        .where('orderId', '=', id)
        .executeTakeFirstOrThrow();
      const soonest = Math.max(now, (last.startedAt ?? 0) + everyMs);
      const row = await db
        .updateTable('order')
        .set({
          hintedAt: now,
          dueAt: sql`case when claimed = 'no' and "dueAt" > ${soonest} then ${soonest} else "dueAt" end`,
          followAt: sql`case when "followAt" > ${now} then ${now} else "followAt" end`,
        })
        .where('id', '=', id)
        .where(({ or, and, eb }) =>
          or([
            // In hand, the lease must stand; due by then anyway, a hint of a flood costs no write.
            and([
              eb('status', 'in', ['pending', 'queued']),
              or([eb('claimed', '<>', 'no'), eb('dueAt', '>', soonest)]),
            ]),
            eb('followAt', '>', now),
          ]),
        )
        .returning('dueAt')
        .executeTakeFirst();
      return row?.dueAt != null && row.dueAt <= now;
    },

    async hasten(accountId, now, until) {
      await db
        .updateTable('order')
        .set({ dueAt: now })
        .where('accountId', '=', accountId)
        .where('dueAt', '>', now)
        .where('dueAt', '<=', until)
        .where('status', 'in', STATUSES_OF.send)
        // In hand, the lease must stand.
        .where('claimed', '=', 'no')
        .execute();
    },
  };
}
