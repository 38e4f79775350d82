import { type Kysely, sql } from 'kysely';
import type { Click, ClickRows, CodeRows } from '../../domain/click/click.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findCode = statement((db: Db, { code }: Places<{ code: string }>) =>
  db.selectFrom('code').selectAll().where('code', '=', code),
);

const findToFollow = statement((db: Db, { code }: Places<{ code: string }>) =>
  db
    .selectFrom('code')
    .leftJoin('participant', 'participant.id', 'code.participantId')
    .selectAll('code')
    .select('participant.blockedAt as ownerBlockedAt')
    .where('code.code', '=', code),
);

const findInProgram = statement(
  (db: Db, { participantId, programId }: Places<{ participantId: string; programId: string }>) =>
    db
      .selectFrom('code')
      .selectAll()
      .where('participantId', '=', participantId)
      .where('programId', '=', programId),
);

const lockCode = statement(
  (db: Db, { participantId, programId }: Places<{ participantId: string; programId: string }>) =>
    // An update to itself locks the row in both dialects; SQLite knows no `for update`.
    db
      .updateTable('code')
      .set({ programId })
      .where('participantId', '=', participantId)
      .where('programId', '=', programId),
);

const touchCodes = statement(
  (db: Db, { programId, participantIds }: Places<{ programId: string; participantIds: string[] }>) =>
    db
      .updateTable('code')
      .set({ revision: sql`revision + 1` })
      .where('programId', '=', programId)
      .where('participantId', 'in', participantIds),
);

const insertClick = statement((db: Db, click: Places<Click>) => db.insertInto('click').values(click));

const findClick = statement((db: Db, { id }: Places<{ id: string }>) =>
  db.selectFrom('click').selectAll().where('id', '=', id),
);

const countClick = statement((db: Db, { code }: Places<{ code: string }>) =>
  db
    .updateTable('code')
    .set({ clicks: sql`clicks + 1`, revision: sql`revision + 1` })
    .where('code', '=', code),
);

/**
 * Share and campaign codes. The primary key keeps a code unique in the installation, the unique pair one for each
 * participant and program; `revision` grows with everything that its owner's `me` shows.
 */
export function codeRows(db: Kysely<Tables>): CodeRows {
  return {
    async find(code) {
      const [row] = await findCode(db, { code });
      return row;
    },

    async findToFollow(code) {
      const [row] = await findToFollow(db, { code });
      return row;
    },

    async ofParticipant(participantId) {
      return db
        .selectFrom('code')
        .selectAll()
        .where('participantId', '=', participantId)
        .orderBy('programId')
        .execute();
    },

    async ofParticipants(participantIds) {
      if (participantIds.length === 0) return [];
      const codes = db.selectFrom('code').selectAll().where('participantId', 'in', participantIds);
      return codes.orderBy('programId').execute();
    },

    async inProgram(participantId, programId) {
      const [row] = await findInProgram(db, { participantId, programId });
      return row;
    },

    async lock(programId, participantId) {
      await lockCode(db, { programId, participantId });
    },

    async revoke(participantId, programId, now) {
      return db
        .updateTable('code')
        .set({ participantId: null, revokedAt: now })
        .where('participantId', '=', participantId)
        .where('programId', '=', programId)
        .returningAll()
        .executeTakeFirst();
    },

    async insert(code) {
      const row = await db
        .insertInto('code')
        .values(code)
        .onConflict((conflict) => conflict.doNothing())
        .returning('code')
        .executeTakeFirst();
      return row !== undefined;
    },

    async touch(programId, participantIds) {
      if (participantIds.length > 0) await touchCodes(db, { programId, participantIds });
    },

    async touchAll() {
      await db.updateTable('code').set({ revision: sql`revision + 1` }).execute();
    },

    async revisions(keys) {
      if (keys.length === 0) return new Map();
      const rows = await db
        .selectFrom('code')
        .select(['participantId', 'programId', 'revision'])
        .where('participantId', 'in', [...new Set(keys.map(({ participantId }) => participantId))])
        .execute();
      return new Map(rows.map((row) => [`${row.participantId} ${row.programId}`, row.revision]));
    },
  };
}

/** Counted visits. Each one also counts on the row of its code, where its owner's `me` reads them. */
export function clickRows(db: Kysely<Tables>): ClickRows {
  return {
    async insert(click) {
      await insertClick(db, click);
      await countClick(db, { code: click.code });
    },

    async find(id) {
      const [row] = await findClick(db, { id });
      return row;
    },

    async forget(now, limit) {
      const due = db.selectFrom('click').select('id').where('forgetAt', '<=', now).limit(limit);
      const rows = await db
        .updateTable('click')
        .set({ networkMac: null, deviceMac: null, forgetAt: null })
        .where('id', 'in', due)
        .returning('id')
        .execute();
      return rows.length;
    },

    async forgetEarlier(until, limit) {
      const due = db
        .selectFrom('click')
        .select('id')
        .where('earlierDeviceMac', 'is not', null)
        .where('createdAt', '<', until)
        .limit(limit);
      const rows = await db
        .updateTable('click')
        .set({ earlierNetworkMac: null, earlierDeviceMac: null })
        .where('id', 'in', due)
        .returning('id')
        .execute();
      return rows.length;
    },
  };
}
