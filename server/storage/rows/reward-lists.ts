import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { RewardFilter, RewardRows } from '../../domain/reward/reward.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { toReward } from './reward-row.ts';

/** Ends of rewards that nobody has. */
const NOT_THEIRS: RewardStatus[] = ['rejected', 'cancelled', 'withheld'];

/** Where a reward whose purchase came back will still be kept back. */
const UNDER_WAY: RewardStatus[] = ['ordering', 'failed'];

type OfParticipant = { participantId: string; programId: string };

const listOfParticipant = statement(
  (db: Db, { participantId, programId, limit }: Places<OfParticipant & { limit: number }>) =>
    db
      .selectFrom('reward')
      .selectAll()
      .where('participantId', '=', participantId)
      .where('programId', '=', programId)
      // The one that was given instead is theirs.
      .where('reissuedAs', 'is', null)
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
    .where('reissuedAs', 'is', null)
    .where('status', 'not in', NOT_THEIRS)
    .where((where) => where.or([where('reversedAt', 'is', null), where('status', 'not in', UNDER_WAY)])),
);

type ListName =
  | 'hasOf'
  | 'countOf'
  | 'ofParticipant'
  | 'totalOfParticipant'
  | 'openOfReferral'
  | 'livingOfReferral'
  | 'issuedOfReferral'
  | 'waitingFor'
  | 'restingOf'
  | 'ofEvents'
  | 'ofPeople'
  | 'ofReferrals'
  | 'earnedBefore'
  | 'list'
  | 'counts';

/** Rewards as lists and totals: nothing here changes one. */
export function rewardLists(db: Kysely<Tables>): Pick<RewardRows, ListName> {
  const all = () => db.selectFrom('reward').selectAll();
  async function newest(column: 'participantId' | 'referralId', ids: string[], limit: number) {
    if (ids.length === 0) return [];
    const rows = await all().where(column, 'in', ids).orderBy('id', 'desc').limit(limit).execute();
    return rows.map(toReward);
  }
  return {
    async hasOf(place) {
      return (await livingOf(db, place).limit(1).executeTakeFirst()) !== undefined;
    },

    async countOf(place) {
      const events = await livingOf(db, place).distinct().execute();
      return events.length;
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
      const row = await livingOfReferral(db, referralId)
        .where('status', 'not in', ['issued', 'opened'])
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async livingOfReferral(referralId) {
      const row = await livingOfReferral(db, referralId).executeTakeFirstOrThrow();
      return row.count;
    },

    async issuedOfReferral(referralId) {
      const row = await db
        .selectFrom('reward')
        .select(sql<number>`count(*)`.as('issued'))
        .where('referralId', '=', referralId)
        .where('status', 'in', ['issued', 'opened'])
        .executeTakeFirstOrThrow();
      return row.issued;
    },

    async waitingFor(reason, participantId, programId) {
      const held = db
        .selectFrom('reward')
        .select(['id', 'review'])
        .where('participantId', '=', participantId)
        .where('programId', '=', programId)
        .where('status', '=', 'held');
      const rows = await held.orderBy('id').execute();
      return rows.flatMap(({ id, review }) => (review.split(' ').includes(reason) ? [id] : []));
    },

    async restingOf(participantId) {
      const rows = await db
        .selectFrom('reward')
        .select('id')
        .where('participantId', '=', participantId)
        .where('status', 'in', ['held', 'approved'])
        .orderBy('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    async ofEvents(eventRowIds) {
      if (eventRowIds.length === 0) return [];
      const rows = await all().where('eventRowId', 'in', eventRowIds).orderBy('id').execute();
      return rows.map(toReward);
    },

    async ofPeople(participantIds, limit) {
      return newest('participantId', participantIds, limit);
    },

    async ofReferrals(referralIds, limit) {
      return newest('referralId', referralIds, limit);
    },

    async earnedBefore({ programId, from, after, limit }) {
      const rows = await db
        .selectFrom('reward')
        .innerJoin('event', 'event.id', 'reward.eventRowId')
        .selectAll('reward')
        .select('event.occurredAt')
        .where('reward.programId', '=', programId)
        .where('reward.id', '>', after)
        .where('event.occurredAt', '<', from)
        .orderBy('reward.id')
        .limit(limit)
        .execute();
      return rows.map(({ occurredAt, ...row }) => ({ ...toReward(row), occurredAt }));
    },

    async list({ before, limit, ...filter }) {
      let query = all().where(matches(filter));
      if (before !== null) query = query.where('id', '<', before);
      const rows = await query.orderBy('id', 'desc').limit(limit).execute();
      return rows.map(toReward);
    },

    async counts(filter) {
      return db
        .selectFrom('reward')
        .select(['status', sql<number>`count(*)`.as('count')])
        .where(matches(filter))
        .groupBy('status')
        .orderBy('status')
        .execute();
    },
  };
}

function matches({ siteId, createdFrom, createdTo, unopenedSince, ...filter }: RewardFilter) {
  return (where: ExpressionBuilder<Tables, 'reward'>) => {
    const conditions = [where('siteId', '=', siteId)];
    for (const column of ['status', 'participantId', 'programId', 'eventId'] as const) {
      const wanted = filter[column];
      if (wanted !== undefined) conditions.push(where(column, '=', wanted));
    }
    if (createdFrom !== undefined) conditions.push(where('createdAt', '>=', createdFrom));
    if (createdTo !== undefined) conditions.push(where('createdAt', '<', createdTo));
    if (unopenedSince !== undefined) {
      const readyBy = where
        .selectFrom('order')
        .select('rewardId')
        .whereRef('order.rewardId', '=', 'reward.id')
        .where('completedAt', '<=', unopenedSince);
      // Others are brought by the upstream, which does not say whether they were opened.
      conditions.push(where('delivery', '=', 'Links'), where('status', '=', 'issued'), where.exists(readyBy));
    }
    return where.and(conditions);
  };
}

/**
 * Neither ended nor kept back. One whose purchase came back during its order will be kept back, and for one that was
 * lost stands the one that was given for it.
 */
function livingOfReferral(db: Kysely<Tables>, referralId: string) {
  return db
    .selectFrom('reward')
    .select(sql<number>`count(*)`.as('count'))
    .where('referralId', '=', referralId)
    .where('reissuedAs', 'is', null)
    .where('status', 'not in', NOT_THEIRS)
    .where((where) => where.or([where('reversedAt', 'is', null), where('status', 'not in', UNDER_WAY)]));
}

type Place = { programId: string; ruleId: string; participantId: string };

/** The events whose rewards by one rule the person has or will have. */
function livingOf(db: Kysely<Tables>, { programId, ruleId, participantId }: Place) {
  return db
    .selectFrom('reward')
    .select('eventRowId')
    .where('participantId', '=', participantId)
    .where('programId', '=', programId)
    .where('ruleId', '=', ruleId)
    .where('status', 'not in', ['rejected', 'cancelled']);
}
