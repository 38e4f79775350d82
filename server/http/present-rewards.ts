import type { Reward as RewardAnswer } from '../../shared/contract/reward.ts';
import { presentReward } from '../domain/reward/present-reward.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { Store } from '../domain/store.ts';

/** Rewards as they stand now, each with its order and its steps, in the order given. */
export async function presentRewards({ read }: Store, found: Reward[]): Promise<RewardAnswer[]> {
  const ids = found.map(({ id }) => id);
  const [orders, audit] = await Promise.all([read.orders.ofRewards(ids), read.audit.ofSubjects(ids)]);
  const steps = Map.groupBy(audit, ({ subjectId }) => subjectId);
  return found.map((each) => {
    const order = orders.find(({ rewardId }) => rewardId === each.id);
    return presentReward(each, order?.id ?? null, steps.get(each.id) ?? []);
  });
}
