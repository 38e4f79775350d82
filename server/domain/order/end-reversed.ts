import { Trail } from '../audit/trail.ts';
import type { Ids } from '../ids.ts';
import { freeRewards } from '../reward/free-rewards.ts';
import type { Reward } from '../reward/reward.ts';
import type { Sites } from '../site/site.ts';
import type { Rows } from '../store.ts';

/**
 * Ends a locked reward whose purchase came back while it was being ordered, now that its order surely made no gift
 * card: as if the return had come before the order. Its referral was decided with the return.
 */
export async function endReversed(
  rows: Rows,
  { ids, sites }: { ids: Ids; sites: Pick<Sites, 'program'> },
  reward: Reward,
  now: number,
): Promise<void> {
  if (!(await rows.rewards.move(reward.id, 'cancelled', 'refunded'))) return;
  const trail = new Trail(ids, now, 'system');
  trail.reward(reward, { status: 'cancelled', reason: 'refunded' });
  await trail.store(rows);
  await freeRewards(rows, { ids, sites, now }, [reward]);
}
