import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import type { Order } from './order.ts';

/** Tells a reward that its order was set aside. Its budget stays reserved: a person decides what becomes of it. */
export async function buryReward(
  rows: Rows,
  { ids }: { ids: Ids },
  order: Order,
  now: number,
): Promise<void> {
  if (!(await rows.rewards.move(order.rewardId, 'failed', 'order_dead'))) return;
  await rows.audit.append([
    {
      id: ids.next('aud'),
      siteId: order.siteId,
      subject: 'reward',
      subjectId: order.rewardId,
      status: 'failed',
      actor: 'system',
      reason: 'order_dead',
      createdAt: now,
    },
  ]);
  const reward = await rows.rewards.find(order.rewardId);
  if (reward) await rows.codes.touch(reward.programId, [reward.participantId]);
}
