import { type Kysely, sql } from 'kysely';
import {
  NOTHING_KNOWN,
  type Participant,
  type ParticipantFacts,
  type ParticipantRows,
} from '../../domain/participant/participant.ts';
import { needsRowLocks } from '../row-locks.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findById = statement((db: Db, { id }: Places<{ id: string }>) =>
  db.selectFrom('participant').selectAll().where('id', '=', id),
);

const findByIds = statement((db: Db, { ids }: Places<{ ids: string[] }>) =>
  db.selectFrom('participant').selectAll().where('id', 'in', ids),
);

const lockExisting = statement(
  (db: Db, { siteId, externalId }: Places<{ siteId: string; externalId: string }>) =>
    db
      .selectFrom('participant')
      .selectAll()
      .where('siteId', '=', siteId)
      .where('externalId', '=', externalId)
      // The lock that an update takes: rows that point at this one may be written meanwhile.
      .$if(needsRowLocks(db), (query) => query.forNoKeyUpdate()),
);

type Sharing = { siteId: string; emailMac: string; programId: string; except: string; limit: number };

const findSharing = statement((db: Db, { siteId, emailMac, programId, except, limit }: Places<Sharing>) =>
  db
    .selectFrom('participant')
    .leftJoin('referral', (join) =>
      join.onRef('referral.friendId', '=', 'participant.id').on('referral.programId', '=', programId),
    )
    .select(['participant.id', 'participant.blockedAt', 'referral.referrerId'])
    .where('participant.siteId', '=', siteId)
    .where('participant.emailMac', '=', emailMac)
    .where('participant.id', '<>', except)
    .limit(limit),
);

/**
 * Members of a site: unique by `externalId`. `upsert` and `lock` hold the row, which is the first lock of a write that
 * decides about a friend (design 7.11).
 */
export function participantRows(db: Kysely<Tables>): ParticipantRows {
  const all = () => db.selectFrom('participant').selectAll();
  return {
    async upsert(id, facts, now) {
      const { siteId, externalId, ...told } = facts;
      const row = await db
        .insertInto('participant')
        .values({
          id,
          ...NOTHING_KNOWN,
          ...facts,
          blockedAt: null,
          erasedAt: null,
          signedOutAt: null,
          createdAt: now,
        })
        .onConflict((conflict) =>
          // A write that tells nothing still locks the row. The columns of the key are left alone: PostgreSQL would
          // lock rows that point at this one as well.
          conflict
            .columns(['siteId', 'externalId'])
            .doUpdateSet({ createdAt: sql`participant."createdAt"`, ...told }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return { ...row, isNew: row.id === id };
    },

    async lock({ siteId, externalId, ...facts }) {
      const [known] = await lockExisting(db, { siteId, externalId });
      const news = known ? newsOf(known, facts) : {};
      if (!known || Object.keys(news).length === 0) return known;
      await db.updateTable('participant').set(news).where('id', '=', known.id).execute();
      return { ...known, ...news };
    },

    async hold({ id, siteId, externalId }, now) {
      // SQLite's one writer has every place for itself.
      if (!needsRowLocks(db)) return;
      const [known] = await lockExisting(db, { siteId, externalId });
      if (known) return;
      const facts = { id, siteId, externalId, ...NOTHING_KNOWN, blockedAt: null, signedOutAt: null };
      const made = await db
        .insertInto('participant')
        .values({ ...facts, createdAt: now })
        .onConflict((conflict) => conflict.columns(['siteId', 'externalId']).doNothing())
        .returning('id')
        .executeTakeFirst();
      // The unique index holds the place until the write ends, also of a row that is gone by then.
      if (made) await db.deleteFrom('participant').where('id', '=', id).execute();
      else await lockExisting(db, { siteId, externalId });
    },

    async byExternalId(siteId, externalId) {
      return all().where('siteId', '=', siteId).where('externalId', '=', externalId).executeTakeFirst();
    },

    async byEmailMac(siteId, emailMac, limit) {
      return all()
        .where('siteId', '=', siteId)
        .where('emailMac', '=', emailMac)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },

    async byId(id) {
      const [row] = await findById(db, { id });
      return row;
    },

    async byExternalIds(siteId, externalIds) {
      if (externalIds.length === 0) return [];
      return all().where('siteId', '=', siteId).where('externalId', 'in', externalIds).execute();
    },

    async byIds(ids) {
      return ids.length === 0 ? [] : findByIds(db, { ids });
    },

    async sharing(query) {
      const found = await findSharing(db, query);
      return found.map(({ id, blockedAt, referrerId }) => ({
        id,
        isBlocked: blockedAt !== null,
        referrerId,
      }));
    },

    async signOut(id, now) {
      await db.updateTable('participant').set({ signedOutAt: now }).where('id', '=', id).execute();
    },

    async block(id, blockedAt) {
      const row = await db
        .updateTable('participant')
        .set({ blockedAt })
        .where('id', '=', id)
        .where('blockedAt', blockedAt === null ? 'is not' : 'is', null)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** What the facts say that is not known yet; a name to show is changed by `upsert`, which tells who sees it. */
function newsOf(known: Participant, { displayName, ...facts }: Partial<ParticipantFacts>) {
  const told = Object.entries(facts) as [keyof typeof facts, string | null | undefined][];
  return Object.fromEntries(told.filter(([name, fact]) => fact != null && fact !== known[name]));
}
