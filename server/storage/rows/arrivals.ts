import { type Kysely, sql } from 'kysely';
import type { Arrival, ArrivalKey, ArrivalRows } from '../../domain/fraud/arrival.ts';
import { needsRowLocks } from '../row-locks.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

/**
 * Nothing has a row that stands for "this network": PostgreSQL locks the name itself, until the transaction ends. Two
 * names with one hash only wait for each other. The columns are evaluated in their order, which all writes share.
 */
const lockNames = statement((db: Db, { names }: Places<{ names: string[] }>) =>
  db.selectNoFrom(
    names.map((name, at) =>
      sql<string>`cast(pg_advisory_xact_lock(hashtextextended(${name}, 0)) as text)`.as(`lock${at}`),
    ),
  ),
);

const insertArrivals = statement((db: Db, { arrivals }: Places<{ arrivals: Arrival[] }>) =>
  db
    .insertInto('arrival')
    .values(arrivals)
    .onConflict((conflict) => conflict.doNothing()),
);

const findNthNewest = statement(
  (db: Db, { programId, kind, mac, skipped }: Places<ArrivalKey & { skipped: number }>) =>
    db
      .selectFrom('arrival')
      .select('createdAt')
      .where('mac', '=', mac)
      .where('programId', '=', programId)
      .where('kind', '=', kind)
      .orderBy('createdAt', 'desc')
      .limit(1)
      .offset(skipped),
);

/** Who came from where within the last day; the primary key counts each person once. */
export function arrivalRows(db: Kysely<Tables>): ArrivalRows {
  return {
    async lock(names) {
      // On SQLite whoever writes has the database for itself.
      if (names.length === 0 || !needsRowLocks(db)) return;
      await lockNames(db, { names: [...new Set(names)].toSorted() });
    },

    async insert(arrivals) {
      if (arrivals.length > 0) await insertArrivals(db, { arrivals });
    },

    async nthNewestAt({ programId, kind, mac }, n) {
      const [row] = await findNthNewest(db, { programId, kind, mac, skipped: n - 1 });
      return row?.createdAt ?? null;
    },

    async forget(now, limit) {
      const due = db.selectFrom('arrival').select('mac').where('forgetAt', '<=', now).limit(limit);
      const rows = await db
        .deleteFrom('arrival')
        .where('mac', 'in', due)
        .where('forgetAt', '<=', now)
        .returning('mac')
        .execute();
      return rows.length;
    },
  };
}
