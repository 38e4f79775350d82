import type { Kysely } from 'kysely';
import type { NoteRows } from '../../domain/audit/note.ts';
import type { Tables } from '../tables.ts';

/** People's words beside the audit; unlike its rows they may be deleted, since they can name somebody. */
export function noteRows(db: Kysely<Tables>): NoteRows {
  return {
    async insert(notes) {
      if (notes.length > 0) await db.insertInto('note').values(notes).execute();
    },

    async ofEntries(auditIds) {
      if (auditIds.length === 0) return new Map();
      const rows = await db.selectFrom('note').selectAll().where('auditId', 'in', auditIds).execute();
      return new Map(rows.map(({ auditId, text }) => [auditId, text]));
    },

    async eraseOf(subjectIds) {
      if (subjectIds.length === 0) return;
      await db
        .deleteFrom('note')
        .where('auditId', 'in', (about) =>
          about.selectFrom('audit').select('id').where('subjectId', 'in', subjectIds),
        )
        .execute();
    },
  };
}
