import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { OrderStatus } from '../../../shared/contract/order.ts';
import {
  type AttemptKind,
  type OrderFilter,
  type OrderRows,
  SUSPECT_AFTER_DEATHS,
} from '../../domain/order/order.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { OrderRow, Tables } from '../tables.ts';
import { bookRows } from './order-books.ts';
import { deliveryRows } from './order-deliveries.ts';
import { toOrder, toRow } from './order-row.ts';

/** Due and still claimed means that its worker died: one death more than is written down. */
const deathsNow = sql<number>`deaths + case claimed when 'no' then 0 else 1 end`;

/** Of the orders that wait: what their next attempt is follows from the status. */
const STATUSES_OF: Record<AttemptKind, OrderStatus[]> = {
  look: ['pending'],
  send: ['queued', 'unknown'],
  repeat: ['unknown'],
};

const insertOrders = statement((db: Db, { rows }: Places<{ rows: OrderRow[] }>) =>
  db.insertInto('order').values(rows),
);

/**
 * Orders and their attempts. `order_once` keeps one order for each reward and the unique `poNumber` one for each number;
 * the primary key `attempt_fence` decides between two workers, and `order_due` is the queue.
 */
export function orderRows(db: Kysely<Tables>): OrderRows {
  return { ...readingRows(db), ...claimingRows(db), ...queueRows(db), ...deliveryRows(db), ...bookRows(db) };
}

type Reading = Pick<
  OrderRows,
  'find' | 'ofRewards' | 'due' | 'attempt' | 'running' | 'list' | 'counts' | 'stuck'
>;
type Claiming = Pick<OrderRows, 'start' | 'settle' | 'giveBack' | 'bury'>;
type Queue = Pick<
  OrderRows,
  'insert' | 'requeue' | 'resolve' | 'cancel' | 'holdUnsent' | 'hint' | 'told' | 'hasten'
>;

function readingRows(db: Kysely<Tables>): Reading {
  const all = () => db.selectFrom('order').selectAll();
  return {
    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toOrder(row);
    },

    async ofRewards(rewardIds) {
      if (rewardIds.length === 0) return [];
      return (await all().where('rewardId', 'in', rewardIds).execute()).map(toOrder);
    },

    async due({ accountId, now, limit, suspects, kind, not }) {
      let query = all().where('accountId', '=', accountId).where('dueAt', '<=', now);
      if (suspects) query = query.where('claimed', '<>', 'no').where(deathsNow, '>=', SUSPECT_AFTER_DEATHS);
      else query = query.where(deathsNow, '<', SUSPECT_AFTER_DEATHS);
      if (kind) query = query.where('status', 'in', STATUSES_OF[kind]);
      if (not) query = query.where('status', 'not in', STATUSES_OF[not]);
      const rows = await query.orderBy('dueAt').orderBy('id').limit(limit).execute();
      return rows.map(toOrder);
    },

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

    async list({ before, limit, ...filter }) {
      let query = all().where(matches(filter));
      if (before !== null) query = query.where('id', '<', before);
      return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toOrder);
    },

    async counts(filter) {
      return db
        .selectFrom('order')
        .select(['status', sql<number>`count(*)`.as('count')])
        .where(matches(filter))
        .groupBy('status')
        .orderBy('status')
        .execute();
    },

    async stuck({ createdBefore, toldBefore, limit }) {
      const rows = await all()
        .where((where) => where.or([where('dueAt', 'is not', null), where('status', '=', 'parked')]))
        .where('createdAt', '<=', createdBefore)
        .where((where) => where.or([where('warnedAt', 'is', null), where('warnedAt', '<=', toldBefore)]))
        .orderBy('createdAt')
        .limit(limit)
        .execute();
      return rows.map(toOrder);
    },
  };
}

function claimingRows(db: Kysely<Tables>): Claiming {
  return {
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

function queueRows(db: Kysely<Tables>): Queue {
  return {
    async insert(orders) {
      if (orders.length > 0) await insertOrders(db, { rows: orders.map(toRow) });
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

    async resolve(id, attempts, shown) {
      const change =
        shown === 'absent'
          ? { status: 'cancelled' as const }
          : { status: 'pending' as const, upstreamId: shown.upstreamId, dueAt: shown.now, lastError: null };
      const row = await db
        .updateTable('order')
        .set({ ...change, deaths: 0, loneDeaths: 0, tries: 0 })
        .where('id', '=', id)
        .where('status', 'in', ['dead', 'quarantined', 'refused'])
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
            where.and([where('status', '=', 'queued'), where('attempts', '=', 0)]),
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
  };
}

/** What belongs to a program or a person is known by the order's reward. */
function matches({ siteId, status, createdFrom, createdTo, ...ofReward }: OrderFilter) {
  return (where: ExpressionBuilder<Tables, 'order'>) => {
    const conditions = [where('siteId', '=', siteId)];
    if (status !== undefined) conditions.push(where('status', '=', status));
    if (createdFrom !== undefined) conditions.push(where('createdAt', '>=', createdFrom));
    if (createdTo !== undefined) conditions.push(where('createdAt', '<', createdTo));
    for (const column of ['programId', 'participantId'] as const) {
      const wanted = ofReward[column];
      if (wanted === undefined) continue;
      const reward = where.selectFrom('reward').select('reward.id').where(column, '=', wanted);
      conditions.push(where('rewardId', 'in', reward));
    }
    return where.and(conditions);
  };
}
