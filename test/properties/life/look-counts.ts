import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import type { Tables } from '../../../server/storage/tables.ts';
import { GOODWILL } from '../../../shared/contract/event.ts';
import { rewardsOf } from '../rewards-of.ts';
import { periodOf, stands, sum } from '../within-limits.ts';
import type { Life } from './life.ts';

/** How much of the name of a period the test's own calendar has: `month 2026-11-01` is 2026-11. */
const LETTERS: Record<string, number> = { day: 10, week: 10, month: 7, year: 4 };

/** What is counted under a limit, now or while it was declared, are the rewards that stand: no place is lost or taken twice. */
export async function expectCounts({ goodturn, programs }: Life, tables: Kysely<Tables>): Promise<void> {
  for (const watched of programs) {
    const rewards = await rewardsOf(goodturn, watched);
    const counted = rewards.filter((reward) => stands(reward) && reward.ruleId !== GOODWILL);
    const uses = await tables
      .selectFrom('limitUse')
      .select(['scope', 'period', 'count', 'amount'])
      .where('programId', '=', watched.id)
      .execute();
    for (const { scope, period, count, amount } of uses) {
      const [per = '', firstDay = ''] = period.split(' ');
      const name = per === 'ever' ? 'ever' : firstDay.slice(0, LETTERS[per]);
      const own = counted.filter(
        (reward) =>
          periodOf(watched, per, reward) === name &&
          (scope === 'program' || (reward.participantId === scope && reward.beneficiary !== 'friend')),
      );
      expect({ count, amount }, `${scope} ${period}`).toEqual({ count: own.length, amount: sum(own) });
    }
  }
}
