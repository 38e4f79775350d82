import type { Ids } from '../ids.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';
import { announce } from './announce.ts';
import type { Announcement } from './webhook.ts';

/** A step of a reward, as the audit has it. */
type Step = { subjectId: string; status: string; reason: Reward['reason'] };

/** Tells the site of rewards that came to stand where it wants to know. Other steps are passed over. */
export async function announceRewards(
  rows: Rows,
  ids: Ids,
  now: number,
  steps: readonly Step[],
): Promise<void> {
  const told = steps.filter(({ status }) => isTold(status));
  if (told.length === 0) return;
  const rewards = new Map(
    (await rows.rewards.byIds(told.map(({ subjectId }) => subjectId))).map((reward) => [reward.id, reward]),
  );
  const announcements = told.flatMap(({ subjectId, status, reason }) => {
    const reward = rewards.get(subjectId);
    return reward ? announcementOf(reward, status, reason) : [];
  });
  await announce(rows, ids, now, announcements);
}

function isTold(status: string): boolean {
  return status === 'issued' || status === 'failed' || status === 'withheld';
}

function announcementOf(
  { id, siteId, programId, participantId, beneficiary }: Reward,
  status: string,
  reason: Reward['reason'],
): Announcement[] {
  const about = { rewardId: id, programId, participantId, beneficiary, reason };
  switch (status) {
    case 'issued':
      return [{ siteId, type: 'reward.issued', data: { ...about, status } }];
    case 'failed':
      return [{ siteId, type: 'reward.failed', data: { ...about, status } }];
    case 'withheld':
      return [{ siteId, type: 'reward.withheld', data: { ...about, status } }];
    default:
      return [];
  }
}
