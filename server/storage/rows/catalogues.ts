import type { Kysely } from 'kysely';
import type { CatalogueRows } from '../../domain/order/catalogue.ts';
import type { Tables } from '../tables.ts';

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
