import type { Reward } from '../reward/reward.ts';
import type { LiveProgram } from '../site/program.ts';
import { inLimitOrder, type Limit, type LimitKey, type LimitRows, limitName } from './limit.ts';
import { limitKeysOfReward } from './limits-of.ts';

/** A reward that takes its places, and the limits of today that it counts in. */
type Counted = { reward: Reward; limits: Limit[] };

/** What the rewards take of one key; `limit` is null where it is not declared now. */
type Use = LimitKey & { limit: Limit | null; amount: number };

/**
 * Takes the places of a program's new rewards in its limits. A limit that is not declared now goes on being counted, for
 * the day on which it is again. Throws `LostRace` where another write took the last place first.
 */
export async function takePlaces(
  rows: LimitRows,
  program: { id: string; live: LiveProgram },
  counted: Counted[],
): Promise<void> {
  const uses = counted.flatMap((each) => usesOf(program.live, each));
  const known = await rows.counted(
    program.id,
    uses.filter(({ limit }) => limit === null),
  );
  const taken = uses.filter((use) => use.limit !== null || known.has(limitName(use)));
  for (const own of Map.groupBy(inLimitOrder(taken), limitName).values()) {
    const [first] = own;
    if (!first) continue;
    const { scope, period, limit } = first;
    const amount = own.reduce((sum, use) => sum + use.amount, 0);
    const { max, maxAmount } = limit ?? { max: null, maxAmount: null };
    await rows.take(program.id, { scope, period, max, maxAmount }, { count: own.length, amount });
  }
}

function usesOf(live: LiveProgram, { reward, limits }: Counted): Use[] {
  return limitKeysOfReward(live, reward).map((key) => ({
    ...key,
    limit: limits.find((limit) => limitName(limit) === limitName(key)) ?? null,
    amount: reward.value.amount,
  }));
}
