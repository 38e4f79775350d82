import { type Kysely, type SqlBool, sql } from 'kysely';
import type { ItemStatus } from '../../../shared/contract/batch.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { BatchItem, BatchRecord, BatchRows } from '../../domain/batch/batch.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** Rows of one statement: what both databases take with room to spare. */
const AT_ONCE = 500;

/** Where a reward has not come to rest. */
const ON_ITS_WAY: RewardStatus[] = ['earned', 'held', 'approved', 'ordering'];

const insertItems = statement((db: Db, { items }: Places<{ items: Tables['batchItem'][] }>) =>
  db.insertInto('batchItem').values(items),
);

const makeItem = statement((db: Db, { id, rewardId }: Places<{ id: string; rewardId: string }>) =>
  db
    .updateTable('batchItem')
    .set({ status: 'made', reason: 'given_by_person', rewardId, sealedAddress: null })
    .where('id', '=', id),
);

/**
 * Batches of rewards and their items. `batch_once` decides between two posts of one batch; the lock of the batch's row
 * lets one process at a time make its rewards.
 */
export function batchRows(db: Kysely<Tables>): BatchRows {
  return { ...ofBatches(db), ...ofItems(db), ...ofStanding(db), ...ofApprovals(db) };
}

type OfBatches = Pick<BatchRows, 'insert' | 'find' | 'byBatchId' | 'lock' | 'move' | 'due' | 'list'>;

function ofBatches(db: Kysely<Tables>): OfBatches {
  const all = () => db.selectFrom('batch').selectAll();
  return {
    async insert({ value, ...batch }, items) {
      const made = await db
        .insertInto('batch')
        .values({ ...batch, ...value })
        .onConflict((conflict) => conflict.columns(['siteId', 'batchId']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made) return false;
      const rows = items.map(({ value: worth, ...item }) => ({ ...item, ...worth }));
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        await insertItems(db, { items: rows.slice(at, at + AT_ONCE) });
      }
      return true;
    },

    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toBatch(row);
    },

    async byBatchId(siteId, batchId) {
      const row = await all().where('siteId', '=', siteId).where('batchId', '=', batchId).executeTakeFirst();
      return row && toBatch(row);
    },

    async lock(id) {
      // An update to itself locks the row in both dialects.
      const row = await db
        .updateTable('batch')
        .set({ id })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && toBatch(row);
    },

    async move(id, move) {
      await db.updateTable('batch').set(move).where('id', '=', id).execute();
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('batch')
        .select('id')
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async list({ siteId, programId, status, before, limit }) {
      let query = all().where('siteId', '=', siteId);
      if (programId !== undefined) query = query.where('programId', '=', programId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (before !== null) query = query.where('id', '<', before);
      return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toBatch);
    },
  };
}

type OfItems = Pick<BatchRows, 'waiting' | 'made' | 'refuse' | 'cancelWaiting'>;

function ofItems(db: Kysely<Tables>): OfItems {
  return {
    async waiting(batchRowId, limit) {
      const rows = await db
        .selectFrom('batchItem')
        .selectAll()
        .where('batchRowId', '=', batchRowId)
        // In the text itself, because the index is for this very value.
        .where('status', '=', sql.lit('waiting'))
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toItem);
    },

    async made(items) {
      for (const item of items) await makeItem(db, item);
    },

    async refuse(refusals) {
      for (const { id, reason } of refusals) {
        await db
          .updateTable('batchItem')
          .set({ status: 'refused', reason, sealedAddress: null })
          .where('id', '=', id)
          .execute();
      }
    },

    async cancelWaiting(batchRowId, reason) {
      const rows = await db
        .updateTable('batchItem')
        .set({ status: 'cancelled', reason, sealedAddress: null })
        .where('batchRowId', '=', batchRowId)
        .where('status', '=', sql.lit('waiting'))
        .returning('amount')
        .execute();
      return rows.reduce((sum, { amount }) => sum + amount, 0);
    },
  };
}

type OfStanding = Pick<BatchRows, 'hasOpen' | 'counts' | 'items'>;

const standing = sql<ItemStatus>`coalesce(reward.status, "batchItem".status)`;

function ofStanding(db: Kysely<Tables>): OfStanding {
  const joined = (batchRowId: string) =>
    db
      .selectFrom('batchItem')
      .leftJoin('reward', 'reward.id', 'batchItem.rewardId')
      .where('batchItem.batchRowId', '=', batchRowId);
  return {
    async hasOpen(batchRowId) {
      const row = await joined(batchRowId)
        .select('batchItem.id')
        .where(standing, 'in', ['waiting', ...ON_ITS_WAY])
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async counts(batchRowId) {
      return joined(batchRowId)
        .select([
          standing.as('status'),
          sql<number>`count(*)`.as('count'),
          sql<number>`count("batchItem"."rewardId")`.as('made'),
        ])
        .groupBy(standing)
        .execute();
    },

    async items({ batchRowId, status, after, limit }) {
      let query = joined(batchRowId).select([
        'batchItem.id',
        'batchItem.batchRowId',
        'batchItem.itemId',
        'batchItem.externalId',
        'batchItem.rewardId',
        'batchItem.productId',
        'batchItem.amount',
        'batchItem.currency',
        standing.as('status'),
        sql<ReasonCode>`coalesce(reward.reason, "batchItem".reason)`.as('reason'),
      ]);
      if (status !== undefined) query = query.where(sql<SqlBool>`${standing} = ${status}`);
      if (after !== null) query = query.where('batchItem.id', '>', after);
      const rows = await query.orderBy('batchItem.id').limit(limit).execute();
      return rows.map(({ amount, currency, ...row }) => ({ ...row, value: { amount, currency } }));
    },
  };
}

function ofApprovals(db: Kysely<Tables>): Pick<BatchRows, 'approve' | 'approvals'> {
  return {
    async approve(approval) {
      const row = await db
        .insertInto('batchApproval')
        .values(approval)
        .onConflict((conflict) => conflict.doNothing())
        .returning('keyName')
        .executeTakeFirst();
      return row !== undefined;
    },

    async approvals(batchRowId) {
      const { count } = await db
        .selectFrom('batchApproval')
        .select(sql<number>`count(*)`.as('count'))
        .where('batchRowId', '=', batchRowId)
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

function toBatch({ amount, currency, ...row }: Tables['batch']): BatchRecord {
  return { ...row, value: { amount, currency } };
}

function toItem({ amount, currency, ...row }: Tables['batchItem']): BatchItem {
  return { ...row, value: { amount, currency } };
}
