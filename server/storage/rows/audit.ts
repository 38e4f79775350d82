import { type Kysely, sql } from 'kysely';
import type { AuditEntry, AuditRows } from '../../domain/audit/audit.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const insertEntries = statement((db: Db, { entries }: Places<{ entries: AuditEntry[] }>) =>
  db.insertInto('audit').values(entries),
);

/** What happened, in rows that the database refuses to change or delete; `audit_by_subject` finds the steps of one. */
export function auditRows(db: Kysely<Tables>): AuditRows {
  return {
    async append(entries) {
      if (entries.length > 0) await insertEntries(db, { entries });
    },

    async ofSubjects(subjectIds) {
      if (subjectIds.length === 0) return [];
      return (
        db
          .selectFrom('audit')
          .selectAll()
          .where('subjectId', 'in', subjectIds)
          // Rows about a claim carry the id of its reward, and would pass for steps of it.
          .where('subject', '<>', 'claim')
          .orderBy('id')
          .execute()
      );
    },

    async list({ siteId, subject, subjectId, actor, before, limit }) {
      let query = db
        .selectFrom('audit')
        .selectAll()
        .where('siteId', '=', siteId)
        // An account may serve several sites; only what a site did to its own is the site's to read.
        .where((where) =>
          where.or([where('subject', '<>', 'account'), where('reason', '=', 'account_topped_up')]),
        );
      if (subject !== undefined) query = query.where('subject', '=', subject);
      if (subjectId !== undefined) query = query.where('subjectId', '=', subjectId);
      if (actor !== undefined) query = query.where('actor', '=', actor);
      // In the text itself, because the index of what people did is for this very value.
      if (actor !== undefined && actor !== 'system') query = query.where('actor', '<>', sql.lit('system'));
      if (before !== null) query = query.where('id', '<', before);
      return query.orderBy('id', 'desc').limit(limit).execute();
    },
  };
}
