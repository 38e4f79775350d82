import type { Kysely } from 'kysely';
import type { KnownCustomerRows } from '../../domain/participant/known-customers.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findKnown = statement((db: Db, { siteId, macs }: Places<{ siteId: string; macs: string[] }>) =>
  db.selectFrom('knownCustomer').select('mac').where('siteId', '=', siteId).where('mac', 'in', macs).limit(1),
);

/** Customers from before; the primary key makes importing one twice the same as once. */
export function knownCustomerRows(db: Kysely<Tables>): KnownCustomerRows {
  return {
    async has(siteId, macs) {
      return macs.length > 0 && (await findKnown(db, { siteId, macs })).length > 0;
    },

    async among(siteId, macs) {
      if (macs.length === 0) return [];
      const rows = await db
        .selectFrom('knownCustomer')
        .select('mac')
        .where('siteId', '=', siteId)
        .where('mac', 'in', macs)
        .execute();
      return rows.map(({ mac }) => mac);
    },

    async add(siteId, macs) {
      if (macs.length === 0) return 0;
      const added = await db
        .insertInto('knownCustomer')
        .values(macs.map((mac) => ({ siteId, mac })))
        .onConflict((conflict) => conflict.doNothing())
        .returning('mac')
        .execute();
      return added.length;
    },
  };
}
