import type { Reward as RewardAnswer } from '../../shared/contract/reward.ts';
import { causesOf } from '../domain/reversal/causes-of.ts';
import { presentRewardDetail } from '../domain/reward/present-detail.ts';
import { presentReward } from '../domain/reward/present-reward.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { Store } from '../domain/store.ts';

/** Rewards as they stand now, each with its order and its steps, in the order given. */
export async function presentRewards({ read }: Store, found: Reward[]): Promise<RewardAnswer[]> {
  const ids = found.map(({ id }) => id);
  const [orders, audit] = await Promise.all([read.orders.ofRewards(ids), read.audit.ofSubjects(ids)]);
  const byReward = new Map(orders.map((order) => [order.rewardId, order]));
  const steps = Map.groupBy(audit, ({ subjectId }) => subjectId);
  return found.map((each) => presentReward(each, byReward.get(each.id) ?? null, steps.get(each.id) ?? []));
}

/** One reward with all that support asks of it. */
export async function presentDetail({ read }: Store, found: Reward): Promise<RewardAnswer> {
  const [[order], audit, given, decisions] = await Promise.all([
    read.orders.ofRewards([found.id]),
    read.audit.ofSubjects([found.id]),
    read.approvals.count(found.id),
    read.decisions.ofEvent(found.eventRowId),
  ]);
  const notes = await read.notes.ofEntries(audit.map(({ id }) => id));
  const causes = await causesOf(read, found, audit);
  return presentRewardDetail(found, { order: order ?? null, audit, notes, causes, given, decisions });
}
