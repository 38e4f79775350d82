import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { OrderStatus } from '../../../shared/contract/order.ts';
import {
  type AttemptKind,
  type DueQuery,
  type OrderRows,
  SUSPECT_AFTER_DEATHS,
} from '../../domain/order/order.ts';
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
export function queueRows(db: Kysely<Tables>): Pick<OrderRows, 'due' | 'dueCards' | 'hint' | 'hasten'> {
  return {
    async due({ limit, card, ...query }) {
      let due = db.selectFrom('order').selectAll().where(isDue(query));
      if (card)
        due = due
          .where('siteId', '=', card.siteId)
          .where('productId', '=', card.productId)
          .where('amount', '=', card.amount);
      const rows = await due.orderBy('dueAt').orderBy('id').limit(limit).execute();
      return rows.map(toOrder);
    },

    async dueCards(query) {
      const due = db.selectFrom('order').select(CARD).where(isDue(query)).groupBy(CARD);
      return due.orderBy('siteId').orderBy('productId').orderBy('amount').execute();
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
        .where(({ or, and, eb }) =>
          or([eb('status', '=', 'queued'), and([eb('status', '=', 'unknown'), eb('dueAt', '<=', until)])]),
        )
        // In hand, the lease must stand.
        .where('claimed', '=', 'no')
        .execute();
    },
  };
}

/** What tells one gift card from another. */
const CARD = ['siteId', 'productId', 'amount'] as const;

function isDue({ accountId, now, suspects, kind, not }: Omit<DueQuery, 'limit' | 'card'>) {
  return (where: ExpressionBuilder<Tables, 'order'>) =>
    where.and([
      where('accountId', '=', accountId),
      where('dueAt', '<=', now),
      suspects
        ? where.and([where('claimed', '<>', 'no'), where(deathsNow, '>=', SUSPECT_AFTER_DEATHS)])
        : where(deathsNow, '<', SUSPECT_AFTER_DEATHS),
      ...(kind ? [where('status', 'in', STATUSES_OF[kind])] : []),
      ...(not ? [where('status', 'not in', STATUSES_OF[not])] : []),
    ]);
}
