import { type Kysely, sql } from 'kysely';
import type { BatchEntry, Budget, BudgetEntry, BudgetRows } from '../../domain/budget/budget.ts';
import { LostRace } from '../../domain/lost-race.ts';
import { isCheckViolation } from '../check-violation.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findBudget = statement((db: Db, { programId }: Places<{ programId: string }>) =>
  db.selectFrom('budget').selectAll().where('programId', '=', programId),
);

const reserveAmount = statement(
  (db: Db, { programId, amount }: Places<{ programId: string; amount: number }>) =>
    db
      .updateTable('budget')
      .set({ reserved: sql`reserved + ${amount}` })
      .where('programId', '=', programId)
      .returningAll(),
);

const tellExhausted = statement(
  (db: Db, { programId, now, since }: Places<{ programId: string; now: number; since: number }>) =>
    db
      .updateTable('budget')
      .set({ exhaustedToldAt: now })
      .where('programId', '=', programId)
      .where(sql<boolean>`("exhaustedToldAt" is null or "exhaustedToldAt" <= ${since})`)
      .returning('programId'),
);

const insertEntries = statement((db: Db, { entries }: Places<{ entries: BudgetEntry[] }>) =>
  db.insertInto('budgetEntry').values(entries),
);

/**
 * Budgets and their ledger. The CHECK `budget_covers` decides between parallel reservations, and `budgetEntry_once` keeps
 * a reward from being booked twice in one way (parts of it may go one by one); the row of the budget is the last lock of
 * a write (design 7.11).
 */
export function budgetRows(db: Kysely<Tables>): BudgetRows {
  return {
    async find(programId) {
      const [row] = await findBudget(db, { programId });
      return row;
    },

    async set(programId, currency, limit) {
      const ceiling =
        limit === null
          ? null
          : sql<number>`case when budget.reserved + budget.spent > ${limit}
                        then budget.reserved + budget.spent else ${limit} end`;
      const row = await db
        .insertInto('budget')
        .values({ programId, currency, limit, ceiling: limit, reserved: 0, spent: 0, exhaustedToldAt: null })
        .onConflict((conflict) =>
          conflict
            .column('programId')
            .doUpdateSet({ currency, limit, ceiling })
            .where(sql<boolean>`budget.currency = ${currency} or budget.reserved + budget.spent = 0`),
        )
        .returning('programId')
        .executeTakeFirst();
      return row !== undefined;
    },

    async reserve(programId, entries) {
      const amount = entries.reduce((sum, entry) => sum + entry.amount, 0);
      const after = await reserved(db, programId, amount);
      await insertEntries(db, { entries });
      return after;
    },

    async tellExhausted(programId, now, since) {
      return (await tellExhausted(db, { programId, now, since })).length > 0;
    },

    async spend(entry) {
      if (!(await append(db, entry))) return;
      await db
        .updateTable('budget')
        .set({ reserved: sql`reserved - ${entry.amount}`, spent: sql`spent + ${entry.amount}` })
        .where('programId', '=', entry.programId)
        .execute();
    },

    async release(entry) {
      await releaseAll(db, entry.programId, [entry]);
    },

    async releaseAll(programId, entries) {
      await releaseAll(db, programId, entries);
    },

    async reduce(entry) {
      await insertEntries(db, { entries: [entry] });
      await unreserve(db, entry);
    },

    lose: (entry) => append(db, entry),

    async reserveBatch(entry) {
      const after = await reserved(db, entry.programId, entry.amount);
      await appendOfBatch(db, entry);
      return after;
    },

    async handOn(entry, entries) {
      await appendOfBatch(db, entry);
      await insertEntries(db, { entries });
    },

    async releaseBatch(entry) {
      await appendOfBatch(db, entry);
      await unreserve(db, entry);
    },

    async entries(programId) {
      return db
        .selectFrom('budgetEntry')
        .selectAll()
        .where('programId', '=', programId)
        .orderBy('id')
        .execute();
    },

    async list({ programId, before, limit }) {
      let query = db.selectFrom('budgetEntry').selectAll().where('programId', '=', programId);
      if (before !== null) query = query.where('id', '<', before);
      return query.orderBy('id', 'desc').limit(limit).execute();
    },
  };
}

async function reserved(db: Kysely<Tables>, programId: string, amount: number): Promise<Budget> {
  try {
    const [row] = await reserveAmount(db, { programId, amount });
    if (!row) throw new Error(`program ${programId} has no budget`);
    return row;
  } catch (error) {
    if (!isCheckViolation(error, 'budget_covers')) throw error;
    throw new LostRace('the budget was reserved by other rewards', { cause: error });
  }
}

async function releaseAll(db: Kysely<Tables>, programId: string, entries: BudgetEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const booked = await db
    .insertInto('budgetEntry')
    .values(entries)
    .onConflict((conflict) => conflict.doNothing())
    .returning('amount')
    .execute();
  const freed = booked.reduce((sum, { amount }) => sum + amount, 0);
  if (freed > 0) await unreserve(db, { programId, amount: freed });
}

async function appendOfBatch(db: Kysely<Tables>, entry: BatchEntry): Promise<void> {
  await db.insertInto('budgetEntry').values(entry).execute();
}

type Unreserved = Pick<BudgetEntry, 'programId' | 'amount'>;

async function unreserve(db: Kysely<Tables>, { programId, amount }: Unreserved): Promise<void> {
  await db
    .updateTable('budget')
    .set({
      reserved: sql`reserved - ${amount}`,
      // What a lowered budget still allowed must not be promised again.
      ceiling: sql`case when reserved + spent - ${amount} > "limit"
                   then reserved + spent - ${amount} else "limit" end`,
    })
    .where('programId', '=', programId)
    .execute();
}

/** False when this reward has an entry of the kind already: what is booked twice counts once. */
async function append(db: Kysely<Tables>, entry: BudgetEntry): Promise<boolean> {
  const row = await db
    .insertInto('budgetEntry')
    .values(entry)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
