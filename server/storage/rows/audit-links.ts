import { type Kysely, sql } from 'kysely';
import { type AuditLink, type AuditLinkRows, CHAIN_START } from '../../domain/audit/chain.ts';
import { needsRowLocks } from '../row-locks.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

// Any number that no other program on the server locks: the letters SEAL in ASCII.
const ADVISORY_LOCK = 0x5345414c;

/** Links that one statement inserts. */
const AT_ONCE = 100;

/** Entries by id, the first one not among them. */
type Range = { after: string; last: string };

/** How many there are in the next window, and where it ends. */
const lookOver = statement((db: Db, { id, window }: Places<{ id: string; window: number }>) =>
  db
    .selectFrom(
      db.selectFrom('audit').select('id').where('id', '>', id).orderBy('id').limit(window).as('entry'),
    )
    .select([sql<number>`count(*)`.as('found'), sql<string | null>`max(id)`.as('last')]),
);

// Counts of two indexes, and rows of both only where the counts differ: a join of the two tables is planned as a scan of
// both when PostgreSQL's figures about them are old, and almost always nothing came late.
const countLinks = statement((db: Db, { after, last }: Places<Range>) =>
  db
    .selectFrom('auditLink')
    .select(sql<number>`count(*)`.as('found'))
    .where('auditId', '>', after)
    .where('auditId', '<=', last),
);

const findLinks = statement((db: Db, { after, last }: Places<Range>) =>
  db.selectFrom('auditLink').select('auditId').where('auditId', '>', after).where('auditId', '<=', last),
);

const findEntries = statement((db: Db, { after, last }: Places<Range>) =>
  db.selectFrom('audit').selectAll().where('id', '>', after).where('id', '<=', last).orderBy('id'),
);

const insertLinks = statement((db: Db, { links }: Places<{ links: AuditLink[] }>) =>
  db.insertInto('auditLink').values(links),
);

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
      const [seen] = await lookOver(db, { id, window });
      if (!seen?.last) return { entries: [], lookedTo: null };
      const { found, last } = seen;
      const lookedTo = found < window ? null : last;
      const range = { after: id, last };
      const [links] = await countLinks(db, range);
      if (links?.found === found) return { entries: [], lookedTo };
      const sealed = new Set((await findLinks(db, range)).map(({ auditId }) => auditId));
      const entries = await findEntries(db, range);
      return { entries: entries.filter((entry) => !sealed.has(entry.id)), lookedTo };
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

    async sealedIn({ after, last }) {
      return new Set((await findLinks(db, { after, last })).map(({ auditId }) => auditId));
    },

    async append(links) {
      for (let first = 0; first < links.length; first += AT_ONCE) {
        await insertLinks(db, { links: links.slice(first, first + AT_ONCE) });
      }
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
