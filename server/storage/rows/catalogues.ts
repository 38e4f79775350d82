import type { Kysely } from 'kysely';
import type { CatalogueRows } from '../../domain/order/catalogue.ts';
import type { Tables } from '../tables.ts';

/** The catalogue of each account as it was fetched last; the primary key keeps one. */
export function catalogueRows(db: Kysely<Tables>): CatalogueRows {
  return {
    async find(accountId) {
      return db.selectFrom('catalogue').selectAll().where('accountId', '=', accountId).executeTakeFirst();
    },

    async put({ accountId, ...kept }) {
      await db
        .insertInto('catalogue')
        .values({ accountId, ...kept })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(kept))
        .execute();
    },
  };
}
