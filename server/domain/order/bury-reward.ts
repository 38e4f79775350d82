import { auditEntry } from '../audit/audit-entry.ts';
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
  await rows.audit.append([
    auditEntry(ids, now, { siteId, subject: 'order', subjectId: id, status: 'dead', reason }),
  ]);
  if (!(await rows.rewards.move(rewardId, 'failed', reason))) return;
  await rows.audit.append([
    auditEntry(ids, now, { siteId, subject: 'reward', subjectId: rewardId, status: 'failed', reason }),
  ]);
  const reward = await rows.rewards.find(rewardId);
  if (reward) await rows.codes.touch(reward.programId, [reward.participantId]);
}
