import type { Kysely } from 'kysely';
import type { SessionRows } from '../../domain/session/session.ts';
import type { Tables } from '../tables.ts';

/** Sessions that ended before their token did; the primary key makes ending one twice the same as once. */
export function sessionRows(db: Kysely<Tables>): SessionRows {
  return {
    async end(id, expiresAt) {
      await db
        .insertInto('endedSession')
        .values({ id, expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async isEnded(id) {
      const row = await db.selectFrom('endedSession').select('id').where('id', '=', id).executeTakeFirst();
      return row !== undefined;
    },

    async prune(now) {
      await db.deleteFrom('endedSession').where('expiresAt', '<', now).execute();
    },
  };
}
