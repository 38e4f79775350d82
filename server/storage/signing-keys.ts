import type { SigningKeyStore } from '../domain/token/tokens.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Signing keys of referral tokens, their private halves sealed. */
export function signingKeyStore(database: Database<Tables>): SigningKeyStore {
  const list = () => database.read.selectFrom('signingKey').selectAll().orderBy('createdAt').execute();
  return {
    list,

    async add(key, retire) {
      await database.write('signing-key', async (db) => {
        if (retire !== null) {
          await db
            .updateTable('signingKey')
            .set({ retiredAt: key.createdAt })
            .where('kid', '=', retire)
            .where('retiredAt', 'is', null)
            .execute();
        }
        // Another process that was first has its key signing already; the index lets only one.
        await db
          .insertInto('signingKey')
          .values(key)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
      return list();
    },
  };
}
