import type { Kysely } from 'kysely';
import type { AuditRows } from '../../domain/audit/audit.ts';
import type { Tables } from '../tables.ts';

export function auditRows(db: Kysely<Tables>): AuditRows {
  return {
    async append(entries) {
      if (entries.length > 0) await db.insertInto('audit').values(entries).execute();
    },

    async ofSubjects(subjectIds) {
      if (subjectIds.length === 0) return [];
      return db.selectFrom('audit').selectAll().where('subjectId', 'in', subjectIds).orderBy('id').execute();
    },
  };
}
