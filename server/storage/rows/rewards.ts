import type { Kysely } from 'kysely';
import { type RewardRows, sourcesOf } from '../../domain/reward/reward.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { RewardRow, Tables } from '../tables.ts';
import { rewardLists } from './reward-lists.ts';
import { toReward, toRow } from './reward-row.ts';

const insertRewards = statement((db: Db, { rows }: Places<{ rows: RewardRow[] }>) =>
  db.insertInto('reward').values(rows),
);

/**
 * Rewards one by one, beside their lists. `reward_once` lets a place in a rule earn once for an event; `move` and
 * `explain` compare the status in the statement that changes it, so that of two at the same moment one wins.
 */
export function rewardRows(db: Kysely<Tables>): RewardRows {
  const all = () => db.selectFrom('reward').selectAll();
  return {
    ...rewardLists(db),

    async insert(rewards) {
      if (rewards.length > 0) await insertRewards(db, { rows: rewards.map(toRow) });
    },

    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toReward(row);
    },

    async byIds(ids) {
      if (ids.length === 0) return [];
      return (await all().where('id', 'in', ids).orderBy('id').execute()).map(toReward);
    },

    async ofEvent(eventRowId) {
      const rows = await all().where('eventRowId', '=', eventRowId).orderBy('id').execute();
      return rows.map(toReward);
    },

    async move(id, to, reason) {
      const row = await db
        .updateTable('reward')
        // What moved waits for nothing any more, unless it is told so anew.
        .set({ status: to, reason, releaseAt: null })
        .where('id', '=', id)
        .where('status', 'in', sourcesOf(to))
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async lock(id) {
      // An update to itself locks the row in both dialects; SQLite knows no `for update`.
      const row = await db
        .updateTable('reward')
        .set({ id })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && toReward(row);
    },

    async lockAll(siteId, ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .updateTable('reward')
        .set({ siteId })
        .where('id', 'in', ids)
        .where('siteId', '=', siteId)
        .returningAll()
        .execute();
      return rows.map(toReward);
    },

    async end(ids, to, reason) {
      if (ids.length === 0) return 0;
      const rows = await db
        .updateTable('reward')
        .set({ status: to, reason, releaseAt: null, holdUntil: null, review: '' })
        .where('id', 'in', ids)
        .where('status', 'in', sourcesOf(to))
        .returning('id')
        .execute();
      return rows.length;
    },

    async due(now, limit) {
      return db
        .selectFrom('reward')
        .select(['id', 'siteId'])
        .where('releaseAt', '<=', now)
        .orderBy('releaseAt')
        .limit(limit)
        .execute();
    },

    async amend(id, { value, review, ...change }) {
      await db
        .updateTable('reward')
        .set({
          ...change,
          ...(review && { review: review.join(' ') }),
          ...(value && { amount: value.amount }),
        })
        .where('id', '=', id)
        .execute();
    },

    async explain(id, status, reason) {
      const row = await db
        .updateTable('reward')
        .set({ reason })
        .where('id', '=', id)
        .where('status', '=', status)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
