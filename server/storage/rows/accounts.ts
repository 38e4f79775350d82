import { type Kysely, sql } from 'kysely';
import type { Account, AccountRows } from '../../domain/order/account.ts';
import { TRY_EVERY_MS, UNREACHABLE_AFTER } from '../../domain/order/schedule.ts';
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
      const open = {
        sealedCredentials,
        state: 'open',
        probeAt: 0,
        failures: 0,
        unreachableAt: null,
        tryAt: 0,
      } as const;
      await db
        .insertInto('account')
        .values({ id, ...open, nextSendAt: 0, repeatTenths: 100, firstSentAt: 0 })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(open))
        .execute();
    },

    async takeTurns(id, { count, everyMs, now, change }) {
      const row = await db
        .updateTable('account')
        .set({
          ...change,
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
      await setProbe(db, { id, state, probeAt });
      return false;
    },

    probeAt: (id, at) => setProbe(db, { id, state: 'parked', probeAt: at }),

    async unanswered(id, now) {
      const isTooMany = sql<boolean>`failures + 1 >= ${UNREACHABLE_AFTER}`;
      const row = await db
        .updateTable('account')
        .set({
          failures: sql`failures + 1`,
          unreachableAt: sql`case when "unreachableAt" is null and ${isTooMany} then ${now} else "unreachableAt" end`,
          tryAt: sql`case when "unreachableAt" is null and ${isTooMany} then ${now + TRY_EVERY_MS} else "tryAt" end`,
        })
        .where('id', '=', id)
        .returning('failures')
        .executeTakeFirst();
      return row?.failures === UNREACHABLE_AFTER;
    },

    async answered(id) {
      const row = await db
        .updateTable('account')
        .set({ failures: 0 })
        .where('id', '=', id)
        // The usual case changes nothing, and locks nothing.
        .where('failures', '>', 0)
        .returning('unreachableAt')
        .executeTakeFirst();
      if (!row || row.unreachableAt === null) return false;
      await db.updateTable('account').set({ unreachableAt: null, tryAt: 0 }).where('id', '=', id).execute();
      return true;
    },
  };
}

async function setProbe(
  db: Kysely<Tables>,
  { id, state, probeAt }: Pick<Account, 'id' | 'state' | 'probeAt'>,
): Promise<void> {
  await db.updateTable('account').set({ probeAt }).where('id', '=', id).where('state', '=', state).execute();
}
