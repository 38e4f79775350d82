import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { ReferralStatus } from '../../../shared/contract/referral.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { ReferralRows } from '../../domain/attribution/referral.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findOfFriend = statement(
  (db: Db, { programId, friendId }: Places<{ programId: string; friendId: string }>) =>
    db.selectFrom('referral').selectAll().where('programId', '=', programId).where('friendId', '=', friendId),
);

type Move = { id: string; from: ReferralStatus[]; to: ReferralStatus; reason: ReasonCode };

const moveReferral = statement((db: Db, { id, from, to, reason }: Places<Move>) =>
  db
    .updateTable('referral')
    .set({ status: to, reason })
    .where('id', '=', id)
    .where('status', 'in', from)
    .returning('id'),
);

type OfReferrer = { referrerId: string; programId: string };

const listOfReferrer = statement(
  (db: Db, { referrerId, programId, limit }: Places<OfReferrer & { limit: number }>) =>
    db
      .selectFrom('referral')
      .leftJoin('participant', 'participant.id', 'referral.friendId')
      .select(['referral.id', 'referral.programVersion', 'referral.status', 'referral.reason'])
      .select(['referral.createdAt', 'participant.displayName as friendName'])
      .where('referral.referrerId', '=', referrerId)
      .where('referral.programId', '=', programId)
      .orderBy('referral.id', 'desc')
      .limit(limit),
);

const findNthNewest = statement(
  (db: Db, { referrerId, programId, skipped }: Places<OfReferrer & { skipped: number }>) =>
    db
      .selectFrom('referral')
      .select('createdAt')
      .where('referrerId', '=', referrerId)
      .where('programId', '=', programId)
      .orderBy('id', 'desc')
      .limit(1)
      .offset(skipped),
);

const countOfReferrer = statement((db: Db, { referrerId, programId }: Places<OfReferrer>) =>
  db
    .selectFrom('referral')
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`count(case when status in ('qualified', 'completed') then 1 end)`.as('qualified'),
    ])
    .where('referrerId', '=', referrerId)
    .where('programId', '=', programId),
);

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
      const [row] = await findOfFriend(db, { programId, friendId });
      return row;
    },

    async ofFriends(programId, friendIds) {
      if (friendIds.length === 0) return [];
      return all().where('programId', '=', programId).where('friendId', 'in', friendIds).execute();
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
      const [row] = await moveReferral(db, { id, from, to, reason });
      return row !== undefined;
    },

    async ofReferrer(referrerId, programId, limit) {
      return listOfReferrer(db, { referrerId, programId, limit });
    },

    async countOfReferrer(referrerId, programId) {
      const [row] = await countOfReferrer(db, { referrerId, programId });
      return row ?? { all: 0, qualified: 0 };
    },

    async overdue({ programId, programVersion, before, limit }) {
      return all()
        .where('programId', '=', programId)
        .where('programVersion', '=', programVersion)
        .where('status', '=', 'attributed')
        .where('createdAt', '<', before)
        .orderBy('createdAt')
        .limit(limit)
        .execute();
    },

    async nthNewestAt(referrerId, programId, n) {
      const [row] = await findNthNewest(db, { referrerId, programId, skipped: n - 1 });
      return row?.createdAt ?? null;
    },

    async list({ siteId, participantId, programId, status, before, limit }) {
      let query = all().where('siteId', '=', siteId);
      if (before !== null) query = query.where('id', '<', before);
      if (programId !== undefined) query = query.where('programId', '=', programId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (participantId !== undefined) query = query.where(involves([participantId]));
      return query.orderBy('id', 'desc').limit(limit).execute();
    },

    async between({ referrerId, programId, from, until }) {
      return all()
        .where('referrerId', '=', referrerId)
        .where('programId', '=', programId)
        .where('createdAt', '>=', from)
        .where('createdAt', '<', until)
        .orderBy('id', 'desc')
        .execute();
    },

    async ofPeople(participantIds, limit) {
      if (participantIds.length === 0) return [];
      return all().where(involves(participantIds)).orderBy('id', 'desc').limit(limit).execute();
    },

    async ofCode(code, limit) {
      return all().where('code', '=', code).orderBy('id', 'desc').limit(limit).execute();
    },
  };
}

/** Either side is found by an index of its own. */
function involves(ids: string[]) {
  return ({ eb, or }: ExpressionBuilder<Tables, 'referral'>) =>
    or([eb('referrerId', 'in', ids), eb('friendId', 'in', ids)]);
}
