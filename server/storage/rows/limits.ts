import { type Kysely, sql } from 'kysely';
import { GOODWILL } from '../../../shared/contract/event.ts';
import {
  type Limit,
  type LimitKey,
  type LimitRows,
  type LimitUse,
  limitName,
} from '../../domain/limit/limit.ts';
import { PROGRAM_SCOPE } from '../../domain/limit/limits-of.ts';
import { LostRace } from '../../domain/lost-race.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findUse = statement((db: Db, { programId, scope, period }: Places<LimitKey & { programId: string }>) =>
  db
    .selectFrom('limitUse')
    .select(['scope', 'period', 'count', 'amount'])
    .where('programId', '=', programId)
    .where('scope', '=', scope)
    .where('period', '=', period),
);

const findCounted = statement(
  (
    db: Db,
    { programId, scopes, periods }: Places<{ programId: string; scopes: string[]; periods: string[] }>,
  ) =>
    db
      .selectFrom('limitUse')
      .select(['scope', 'period'])
      .where('programId', '=', programId)
      .where('scope', 'in', scopes)
      .where('period', 'in', periods),
);

/** What the total counts, or where no event has counted it yet, the rewards that it would begin with. */
const findTotalUse = statement((db: Db, { programId, max }: Places<{ programId: string; max: number }>) => {
  const counted = db
    .selectFrom('limitUse')
    .select('count')
    .where('programId', '=', programId)
    .where('scope', '=', PROGRAM_SCOPE)
    .where('period', '=', 'ever');
  const standing = standingRewards(db).select('id').where('programId', '=', programId).limit(max);
  const uncounted = db.selectFrom(standing.as('standing')).select(sql<number>`count(*)`.as('count'));
  return db.selectNoFrom(sql<number>`coalesce(${counted}, ${uncounted})`.as('count'));
});

/**
 * Uses of limits. The row of a key is what parallel writes meet on: each takes its part with a condition in the
 * statement, so that the last place is given once. Locked after codes and before the budget (design 7.11).
 */
export function limitRows(db: Kysely<Tables>): LimitRows {
  return {
    async usage(programId, limits) {
      const uses: LimitUse[] = [];
      for (const limit of limits) {
        const [known] = await findUse(db, { programId, scope: limit.scope, period: limit.period });
        uses.push(known ?? (await beginCounting(db, programId, limit)));
      }
      return uses;
    },

    async usedOfTotal(programId, max) {
      const [use] = await findTotalUse(db, { programId, max });
      return use?.count ?? 0;
    },

    async take(programId, { scope, period, max, maxAmount }, { count, amount }) {
      let update = db
        .updateTable('limitUse')
        .set({ count: sql`count + ${count}`, amount: sql`amount + ${amount}` })
        .where('programId', '=', programId)
        .where('scope', '=', scope)
        .where('period', '=', period);
      if (max !== null) update = update.where(sql<boolean>`count + ${count} <= ${max}`);
      if (maxAmount !== null) update = update.where(sql<boolean>`amount + ${amount} <= ${maxAmount}`);
      const taken = await update.returning('scope').executeTakeFirst();
      if (!taken) throw new LostRace('the limit was used up by other rewards');
    },

    async counted(programId, keys) {
      return countedOf(db, programId, keys);
    },

    async giveBack(programId, uses) {
      const counted = await countedOf(db, programId, uses);
      for (const use of uses) {
        // A reward names every key that it may count in, and a program counts in few of them.
        if (!counted.has(limitName(use))) continue;
        const { scope, period, count, amount } = use;
        await db
          .updateTable('limitUse')
          .set({
            count: sql`case when count > ${count} then count - ${count} else 0 end`,
            amount: sql`case when amount > ${amount} then amount - ${amount} else 0 end`,
          })
          .where('programId', '=', programId)
          .where('scope', '=', scope)
          .where('period', '=', period)
          .execute();
      }
    },
  };
}

/** The names of the keys that the program counts, and maybe of some more with their scopes and periods. */
async function countedOf(db: Kysely<Tables>, programId: string, uses: LimitKey[]): Promise<Set<string>> {
  if (uses.length === 0) return new Set();
  const scopes = [...new Set(uses.map(({ scope }) => scope))];
  const periods = [...new Set(uses.map(({ period }) => period))];
  return new Set((await findCounted(db, { programId, scopes, periods })).map(limitName));
}

/** The rewards that limits count. What a person gave counts in none. */
function standingRewards(db: Kysely<Tables>) {
  return db
    .selectFrom('reward')
    .where('status', 'not in', ['rejected', 'cancelled'])
    .where('ruleId', '<>', GOODWILL);
}

/** Counts what stands already, once: whoever comes at the same moment finds the row of the first. */
async function beginCounting(
  db: Kysely<Tables>,
  programId: string,
  { scope, period, from, until }: Limit,
): Promise<LimitUse> {
  let rewards = standingRewards(db)
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`cast(coalesce(sum(amount), 0) as bigint)`.as('amount'),
    ])
    .where('programId', '=', programId)
    .where('createdAt', '>=', from)
    .where('createdAt', '<', until);
  if (scope !== PROGRAM_SCOPE) {
    rewards = rewards.where('participantId', '=', scope).where('beneficiary', '<>', 'friend');
  }
  const counted = await rewards.executeTakeFirstOrThrow();
  const inserted = await db
    .insertInto('limitUse')
    .values({ programId, scope, period, ...counted })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['scope', 'period', 'count', 'amount'])
    .executeTakeFirst();
  // Another write began to count meanwhile and may have taken its part already.
  if (!inserted) throw new LostRace('the limit was begun to be counted by another write');
  return inserted;
}
