import { type Kysely, sql } from 'kysely';
import { type AuditLinkRows, CHAIN_START } from '../../domain/audit/chain.ts';
import { needsRowLocks } from '../row-locks.ts';
import type { Tables } from '../tables.ts';

// Any number that no other program on the server locks: the letters SEAL in ASCII.
const ADVISORY_LOCK = 0x5345414c;

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

    // Two ranges of two indexes, compared here: a join of the two tables is planned as a scan of both when
    // PostgreSQL's figures about them are old.
    async unsealedAfter(id, window) {
      const ids = await db
        .selectFrom('audit')
        .select('id')
        .where('id', '>', id)
        .orderBy('id')
        .limit(window)
        .execute();
      const last = ids.at(-1)?.id ?? id;
      const links = await db
        .selectFrom('auditLink')
        .select('auditId')
        .where('auditId', '>', id)
        .where('auditId', '<=', last)
        .execute();
      const sealed = new Set(links.map(({ auditId }) => auditId));
      const open = ids.flatMap((row) => (sealed.has(row.id) ? [] : [row.id]));
      const lookedTo = ids.length < window ? null : last;
      if (open.length === 0) return { entries: [], lookedTo };
      const entries = await db
        .selectFrom('audit')
        .selectAll()
        .where('id', 'in', open)
        .orderBy('id')
        .execute();
      return { entries, lookedTo };
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
