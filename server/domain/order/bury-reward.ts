import { Trail } from '../audit/trail.ts';
import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import type { Order } from './order.ts';

/** Tells a reward that its order was set aside. Its budget stays reserved: a person decides what becomes of it. */
export async function buryReward(
  rows: Rows,
  { ids }: { ids: Ids },
  { id, siteId, rewardId }: Order,
  now: number,
): Promise<void> {
  const reason = 'order_dead';
  const trail = new Trail(ids, now, 'system');
  trail.step({ siteId, subject: 'order', subjectId: id, status: 'dead', reason });
  if (await rows.rewards.move(rewardId, 'failed', reason)) {
    const reward = await rows.rewards.find(rewardId);
    if (!reward) throw new Error(`order without reward ${rewardId}`);
    trail.reward(reward, { status: 'failed', reason });
  }
  await trail.store(rows);
}
