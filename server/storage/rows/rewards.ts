import { type Kysely, sql } from 'kysely';
import { type Reward, type RewardRows, sourcesOf } from '../../domain/reward/reward.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { RewardRow, Tables } from '../tables.ts';

const insertRewards = statement((db: Db, { rows }: Places<{ rows: RewardRow[] }>) =>
  db.insertInto('reward').values(rows),
);

type OfParticipant = { participantId: string; programId: string };

const listOfParticipant = statement(
  (db: Db, { participantId, programId, limit }: Places<OfParticipant & { limit: number }>) =>
    db
      .selectFrom('reward')
      .selectAll()
      .where('participantId', '=', participantId)
      .where('programId', '=', programId)
      .orderBy('id', 'desc')
      .limit(limit),
);

const totalOfParticipant = statement((db: Db, { participantId, programId }: Places<OfParticipant>) =>
  db
    .selectFrom('reward')
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`cast(coalesce(sum(amount), 0) as bigint)`.as('amount'),
    ])
    .where('participantId', '=', participantId)
    .where('programId', '=', programId)
    .where('status', 'not in', ['rejected', 'cancelled']),
);

/**
 * Rewards. `reward_once` lets a place in a rule earn once for an event; `move` and `explain` compare the status in the
 * statement that changes it, so that of two at the same moment one wins.
 */
export function rewardRows(db: Kysely<Tables>): RewardRows {
  const all = () => db.selectFrom('reward').selectAll();
  return {
    async insert(rewards) {
      if (rewards.length > 0) await insertRewards(db, { rows: rewards.map(toRow) });
    },

    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toReward(row);
    },

    async ofEvent(eventRowId) {
      const rows = await all().where('eventRowId', '=', eventRowId).orderBy('id').execute();
      return rows.map(toReward);
    },

    async move(id, to, reason) {
      const row = await db
        .updateTable('reward')
        .set({ status: to, reason })
        .where('id', '=', id)
        .where('status', 'in', sourcesOf(to))
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
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

    async ofParticipant(participantId, programId, limit) {
      const rows = await listOfParticipant(db, { participantId, programId, limit });
      return rows.map(toReward);
    },

    async totalOfParticipant(participantId, programId) {
      const [row] = await totalOfParticipant(db, { participantId, programId });
      return row ?? { count: 0, amount: 0 };
    },

    async openOfReferral(referralId) {
      const row = await db
        .selectFrom('reward')
        .select(sql<number>`count(*)`.as('open'))
        .where('referralId', '=', referralId)
        .where('status', 'not in', ['issued', 'opened', 'rejected', 'cancelled'])
        .executeTakeFirstOrThrow();
      return row.open;
    },

    async list({ siteId, before, limit, ...filter }) {
      let query = all().where('siteId', '=', siteId);
      if (before !== null) query = query.where('id', '<', before);
      for (const column of ['status', 'participantId', 'programId', 'eventId'] as const) {
        const wanted = filter[column];
        if (wanted !== undefined) query = query.where(column, '=', wanted);
      }
      const rows = await query.orderBy('id', 'desc').limit(limit).execute();
      return rows.map(toReward);
    },
  };
}

function toRow({ value, ...reward }: Reward): RewardRow {
  return { ...reward, amount: value.amount, currency: value.currency };
}

function toReward({ amount, currency, ...row }: RewardRow): Reward {
  return { ...row, value: { amount, currency } };
}
