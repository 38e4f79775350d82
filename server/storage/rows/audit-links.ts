import { type Kysely, sql } from 'kysely';
import { type AuditLinkRows, CHAIN_START } from '../../domain/audit/chain.ts';
import { needsRowLocks } from '../row-locks.ts';
import type { Tables } from '../tables.ts';

// Any number that no other program on the server locks: the letters SEAL in ASCII.
const ADVISORY_LOCK = 0x5345414c;

const ENTRY_COLUMNS = [
  'audit.id',
  'siteId',
  'subject',
  'subjectId',
  'status',
  'actor',
  'reason',
  'createdAt',
] as const;

/** The chain over the audit. Its primary key lets one entry follow another, the unique `auditId` seals each once. */
export function auditLinkRows(db: Kysely<Tables>): AuditLinkRows {
  return {
    async takeTurn() {
      // On SQLite the one writing transaction is the turn.
      if (!needsRowLocks(db)) return true;
      const turn = sql<{ taken: number }>`select pg_try_advisory_xact_lock(${ADVISORY_LOCK}) as taken`;
      return Boolean((await turn.execute(db)).rows[0]?.taken);
    },

    async head() {
      const last = await db
        .selectFrom('auditLink')
        .select(['sequence', 'hash'])
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return last ?? { sequence: 0, hash: CHAIN_START };
    },

    async unsealedAfter(id, window) {
      const last = await db
        .selectFrom('audit')
        .select('id')
        .where('id', '>', id)
        .orderBy('id')
        .offset(window - 1)
        .limit(1)
        .executeTakeFirst();
      let query = db
        .selectFrom('audit')
        .leftJoin('auditLink', 'auditLink.auditId', 'audit.id')
        .select(ENTRY_COLUMNS)
        .where('audit.id', '>', id)
        .where('auditLink.auditId', 'is', null);
      if (last) query = query.where('audit.id', '<=', last.id);
      const entries = await query.orderBy('audit.id').execute();
      return { entries, lookedTo: last?.id ?? null };
    },

    async countUnsealed() {
      const { found } = await db
        .selectFrom('audit')
        .leftJoin('auditLink', 'auditLink.auditId', 'audit.id')
        .select(sql<number>`count(*)`.as('found'))
        .where('auditLink.auditId', 'is', null)
        .executeTakeFirstOrThrow();
      return found;
    },

    async sealedAmong(auditIds) {
      if (auditIds.length === 0) return new Set();
      const rows = await db
        .selectFrom('auditLink')
        .select('auditId')
        .where('auditId', 'in', auditIds)
        .execute();
      return new Set(rows.map(({ auditId }) => auditId));
    },

    async append(links) {
      if (links.length > 0) await db.insertInto('auditLink').values(links).execute();
    },

    async after(sequence, limit) {
      const rows = await db
        .selectFrom('auditLink')
        .leftJoin('audit', 'audit.id', 'auditLink.auditId')
        .selectAll('audit')
        .select(['auditLink.sequence', 'auditLink.hash', 'auditLink.auditId'])
        .where('auditLink.sequence', '>', sequence)
        .orderBy('auditLink.sequence')
        .limit(limit)
        .execute();
      return rows.map(({ sequence: at, hash, auditId, ...entry }) => ({
        sequence: at,
        hash,
        auditId,
        entry: isThere(entry) ? entry : null,
      }));
    },
  };
}

/** An outer join without a partner gives a row of nulls. */
function isThere<E extends { id: unknown }>(entry: E): entry is E & { [K in keyof E]: Exclude<E[K], null> } {
  return entry.id !== null;
}
