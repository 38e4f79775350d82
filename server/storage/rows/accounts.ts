import { type Kysely, sql } from 'kysely';
import type { AccountRows } from '../../domain/order/order.ts';
import type { Tables } from '../tables.ts';

/**
 * Upstream accounts. Each row is also the lock of its account: `takeTurns` adds to `nextSendAt` in one statement, so
 * that processes at the same moment get turns one after another, and `lock` holds it for a whole write.
 */
export function accountRows(db: Kysely<Tables>): AccountRows {
  return {
    async all() {
      return db.selectFrom('account').selectAll().orderBy('id').execute();
    },

    async find(id) {
      return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
    },

    async lock(id) {
      return db.updateTable('account').set({ id }).where('id', '=', id).returningAll().executeTakeFirst();
    },

    async put(id, sealedCredentials) {
      const open = { sealedCredentials, state: 'open', probeAt: 0 } as const;
      await db
        .insertInto('account')
        .values({ id, ...open, nextSendAt: 0 })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(open))
        .execute();
    },

    async takeTurns(id, count, everyMs, now) {
      const row = await db
        .updateTable('account')
        .set({
          nextSendAt: sql`case when "nextSendAt" > ${now} then "nextSendAt" else ${now} end + ${count * everyMs}`,
        })
        .where('id', '=', id)
        .returning('nextSendAt')
        .executeTakeFirstOrThrow();
      return row.nextSendAt - count * everyMs;
    },

    async slowUntil(id, until) {
      await db
        .updateTable('account')
        .set({ nextSendAt: until })
        .where('id', '=', id)
        .where('nextSendAt', '<', until)
        .execute();
    },

    async setState(id, state, probeAt) {
      const changed = await db
        .updateTable('account')
        .set({ state, probeAt })
        .where('id', '=', id)
        .where('state', 'not in', [state, 'stopped'])
        .returning('id')
        .executeTakeFirst();
      if (changed) return true;
      await db
        .updateTable('account')
        .set({ probeAt })
        .where('id', '=', id)
        .where('state', '=', state)
        .execute();
      return false;
    },
  };
}
