import { type Kysely, sql } from 'kysely';
import type { AccountEntry, AccountFunds, FundsRows } from '../../domain/order/funds.ts';
import type { Tables } from '../tables.ts';

/**
 * The ledger of the accounts and its sums. `accountEntry_once` lets an order be charged once and
 * `accountEntry_top_up_once` a top-up be told once; the sums move only with an entry that was written.
 */
export function fundsRows(db: Kysely<Tables>): FundsRows {
  return {
    async ofAccount(accountId) {
      return db
        .selectFrom('accountFunds')
        .selectAll()
        .where('accountId', '=', accountId)
        .orderBy('currency')
        .execute();
    },

    async charge(entry) {
      if (!(await append(db, entry))) return null;
      const { amount, faceValue } = entry;
      return add(db, entry, { charged: amount, faceValue: faceValue ?? 0 });
    },

    async topUp(entry) {
      if (!(await append(db, entry))) return null;
      return fill(db, entry, await add(db, entry, { toppedUp: entry.amount }));
    },

    async findTopUp(accountId, topUpId) {
      return db
        .selectFrom('accountEntry')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('topUpId', '=', topUpId)
        .executeTakeFirst();
    },

    async tellLow(accountId, currency, now) {
      const row = await db
        .updateTable('accountFunds')
        .set({ lowToldAt: now })
        .where('accountId', '=', accountId)
        .where('currency', '=', currency)
        .where('lowToldAt', 'is', null)
        .returning('currency')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

async function append(db: Kysely<Tables>, entry: AccountEntry): Promise<boolean> {
  const row = await db
    .insertInto('accountEntry')
    .values(entry)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

type Sums = Partial<Pick<AccountFunds, 'toppedUp' | 'charged' | 'faceValue'>>;

async function add(
  db: Kysely<Tables>,
  { accountId, currency }: AccountEntry,
  { toppedUp = 0, charged = 0, faceValue = 0 }: Sums,
): Promise<AccountFunds> {
  return db
    .insertInto('accountFunds')
    .values({
      accountId,
      currency,
      toppedUp,
      charged,
      faceValue,
      chargedBefore: 0,
      filledTo: 0,
      lowToldAt: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'currency']).doUpdateSet({
        toppedUp: sql`"accountFunds"."toppedUp" + ${toppedUp}`,
        charged: sql`"accountFunds".charged + ${charged}`,
        faceValue: sql`"accountFunds"."faceValue" + ${faceValue}`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** From the first top-up on spending is held against it; what was charged before came out of money nobody told of. */
function fill(db: Kysely<Tables>, { amount }: AccountEntry, after: AccountFunds): Promise<AccountFunds> {
  const { accountId, currency, toppedUp, charged } = after;
  const chargedBefore = toppedUp === amount ? charged : after.chargedBefore;
  const filledTo = toppedUp - (charged - chargedBefore);
  return db
    .updateTable('accountFunds')
    .set({ chargedBefore, filledTo, lowToldAt: null })
    .where('accountId', '=', accountId)
    .where('currency', '=', currency)
    .returningAll()
    .executeTakeFirstOrThrow();
}
