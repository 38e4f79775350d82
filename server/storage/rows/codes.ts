import { type Kysely, sql } from 'kysely';
import type { ClickRows, CodeRows } from '../../domain/click/click.ts';
import type { Tables } from '../tables.ts';

/**
 * Share and campaign codes. The primary key keeps a code unique in the installation, the unique pair one for each
 * participant and program; `revision` grows with everything that its owner's `me` shows.
 */
export function codeRows(db: Kysely<Tables>): CodeRows {
  const all = () => db.selectFrom('code').selectAll();
  return {
    async find(code) {
      return all().where('code', '=', code).executeTakeFirst();
    },

    async ofParticipant(participantId) {
      return all().where('participantId', '=', participantId).orderBy('programId').execute();
    },

    async inProgram(participantId, programId) {
      return all()
        .where('participantId', '=', participantId)
        .where('programId', '=', programId)
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
      if (participantIds.length === 0) return;
      await db
        .updateTable('code')
        .set({ revision: sql`revision + 1` })
        .where('programId', '=', programId)
        .where('participantId', 'in', participantIds)
        .execute();
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
      await db.insertInto('click').values(click).execute();
      await db
        .updateTable('code')
        .set({ clicks: sql`clicks + 1`, revision: sql`revision + 1` })
        .where('code', '=', click.code)
        .execute();
    },
  };
}
