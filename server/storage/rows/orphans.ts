import type { Kysely } from 'kysely';
import type { OrphanRows } from '../../domain/restore/orphan.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** Asked for every order that goes out for the first time; `orphan_open` holds only those that nobody has taken over. */
const openOrphans = statement((db: Db, { trace }: Places<{ trace: string }>) =>
  db
    .selectFrom('orphan')
    .selectAll()
    .where('trace', '=', trace)
    .where('orderId', 'is', null)
    .orderBy('poNumber'),
);

/** Orders that the upstream has and no reward here, by their number. */
export function orphanRows(db: Kysely<Tables>): OrphanRows {
  return {
    async keep(orphans) {
      if (orphans.length === 0) return [];
      const kept = await db
        .insertInto('orphan')
        .values(orphans)
        .onConflict((conflict) => conflict.doNothing())
        .returning('poNumber')
        .execute();
      return kept.map(({ poNumber }) => poNumber);
    },

    async open(trace) {
      return openOrphans(db, { trace });
    },

    async among(poNumbers) {
      if (poNumbers.length === 0) return [];
      return db.selectFrom('orphan').selectAll().where('poNumber', 'in', poNumbers).execute();
    },

    async writeOff(poNumber, now) {
      const written = await db
        .updateTable('orphan')
        .set({ writtenOffAt: now })
        .where('poNumber', '=', poNumber)
        .where('orderId', 'is', null)
        .where('writtenOffAt', 'is', null)
        .returning('poNumber')
        .executeTakeFirst();
      return written !== undefined;
    },

    async take(poNumber, orderId) {
      return db
        .updateTable('orphan')
        .set({ orderId })
        .where('poNumber', '=', poNumber)
        .where('orderId', 'is', null)
        .returning('writtenOffAt')
        .executeTakeFirst();
    },
  };
}
