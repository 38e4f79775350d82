import type { Reward as RewardAnswer } from '../../shared/contract/reward.ts';
import { DomainError } from '../domain/errors.ts';
import { presentRewardDetail } from '../domain/reward/present-detail.ts';
import { presentReward } from '../domain/reward/present-reward.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { Store } from '../domain/store.ts';

/** Another site's reward answers like one that does not exist. */
export async function findReward({ read }: Store, siteId: string, id: string): Promise<Reward> {
  const found = await read.rewards.find(id);
  if (found?.siteId !== siteId) throw new DomainError('not_found', 'There is no such reward.');
  return found;
}

/** Rewards as they stand now, each with its order, its steps and the words that people left, in the order given. */
export async function presentRewards({ read }: Store, found: Reward[]): Promise<RewardAnswer[]> {
  const ids = found.map(({ id }) => id);
  const [orders, audit] = await Promise.all([read.orders.ofRewards(ids), read.audit.ofSubjects(ids)]);
  const byKey = audit.filter(({ actor }) => actor.startsWith('key:'));
  const notes = await read.notes.ofEntries(byKey.map(({ id }) => id));
  const orderIds = new Map(orders.map(({ rewardId, id }) => [rewardId, id]));
  const steps = Map.groupBy(audit, ({ subjectId }) => subjectId);
  return found.map((each) =>
    presentReward(each, orderIds.get(each.id) ?? null, steps.get(each.id) ?? [], notes),
  );
}

/** One reward with all that support asks of it. */
export async function presentDetail(store: Store, found: Reward): Promise<RewardAnswer> {
  const { read } = store;
  const [[answer], given, decisions] = await Promise.all([
    presentRewards(store, [found]),
    read.approvals.count(found.id),
    read.decisions.ofEvent(found.eventRowId),
  ]);
  if (!answer) throw new Error('a reward was lost while it was presented');
  return { ...answer, ...presentRewardDetail(found, given, decisions) };
}
