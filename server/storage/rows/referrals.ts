import { type Kysely, sql } from 'kysely';
import type { ReferralRows } from '../../domain/attribution/referral.ts';
import type { Tables } from '../tables.ts';

/**
 * Referrals. The unique pair of program and friend binds once, and `referral_two_people` keeps both apart; `lock` is
 * the second lock of a write (design 7.11).
 */
export function referralRows(db: Kysely<Tables>): ReferralRows {
  const all = () => db.selectFrom('referral').selectAll();
  return {
    async find(id) {
      return all().where('id', '=', id).executeTakeFirst();
    },

    async lock(id) {
      // An update to itself locks the row in both dialects; SQLite knows no `for update`.
      return db.updateTable('referral').set({ id }).where('id', '=', id).returningAll().executeTakeFirst();
    },

    async ofFriend(programId, friendId) {
      return all().where('programId', '=', programId).where('friendId', '=', friendId).executeTakeFirst();
    },

    async insert(referral) {
      const row = await db
        .insertInto('referral')
        .values(referral)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async move(id, from, to, reason) {
      const row = await db
        .updateTable('referral')
        .set({ status: to, reason })
        .where('id', '=', id)
        .where('status', 'in', from)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async ofReferrer(referrerId, programId, limit) {
      return all()
        .where('referrerId', '=', referrerId)
        .where('programId', '=', programId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },

    async countOfReferrer(referrerId, programId) {
      const row = await db
        .selectFrom('referral')
        .select([
          sql<number>`count(*)`.as('all'),
          sql<number>`count(case when status in ('qualified', 'completed') then 1 end)`.as('qualified'),
        ])
        .where('referrerId', '=', referrerId)
        .where('programId', '=', programId)
        .executeTakeFirstOrThrow();
      return row;
    },

    async list({ siteId, before, limit }) {
      let query = all().where('siteId', '=', siteId);
      if (before !== null) query = query.where('id', '<', before);
      return query.orderBy('id', 'desc').limit(limit).execute();
    },
  };
}
