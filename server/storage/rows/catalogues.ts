import type { Kysely } from 'kysely';
import type { CatalogueRows } from '../../domain/order/catalogue-record.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const costsOf = statement(
  (db: Db, { accountId, productIds }: Places<{ accountId: string; productIds: string[] }>) =>
    db
      .selectFrom('productCost')
      .selectAll()
      .where('accountId', '=', accountId)
      .where('productId', 'in', productIds),
);

/** Rows that one statement inserts. */
const AT_ONCE = 500;

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

    async costs(accountId, productIds) {
      return productIds.length === 0 ? [] : costsOf(db, { accountId, productIds });
    },

    async putCosts(accountId, costs) {
      await db.deleteFrom('productCost').where('accountId', '=', accountId).execute();
      // In parts, since a statement takes only so many values.
      for (let first = 0; first < costs.length; first += AT_ONCE) {
        const some = costs.slice(first, first + AT_ONCE).map((cost) => ({ ...cost, accountId }));
        await db
          .insertInto('productCost')
          .values(some)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },
  };
}
