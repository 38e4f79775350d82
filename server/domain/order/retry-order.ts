import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { giveBack } from '../reward/give-back.ts';
import type { Store } from '../store.ts';

const GIVEN_UP =
  'The upstream gave the order up, so it cannot be sent again. Cancel the reward (POST /v1/rewards/:id/cancel), and give another one by hand (POST /v1/rewards).';
const REVERSED =
  'Its purchase was returned, so it is not ordered again. Cancel it; where the return was a mistake, give a new reward.';

/**
 * Lets go on what had come to a stop. Gives a withheld gift card back, and sends a refused, parked or dead order again,
 * under its own number: a refusal does not use the number up, and a new one is only right once the old one is proved dead
 * upstream. Of one that became dearer it accepts the cost. `words` are why, in the person's own. Throws `wrong_state` for
 * any other order, and where the purchase was returned.
 */
export async function retryOrder(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  rewardId: string,
  { actor, words }: { actor: string; words: string },
): Promise<void> {
  await store.write('retry-order', async (rows) => {
    const now = clock();
    const reward = await rows.rewards.find(rewardId);
    const [order] = await rows.orders.ofRewards([rewardId]);
    const trail = new Trail(ids, now, actor);
    if (reward?.status === 'withheld') {
      await giveBack(rows, trail, reward, words);
      return trail.store(rows);
    }
    if (reward && reward.reversedAt !== null) throw new DomainError('wrong_state', REVERSED);
    if (order?.status === 'failed') throw new DomainError('wrong_state', GIVEN_UP);
    const again =
      reward &&
      order &&
      (await rows.orders.requeue(order.id, ['refused', 'dead', 'parked'], now)) &&
      (await rows.rewards.move(rewardId, 'ordering', 'order_written'));
    if (!again)
      throw new DomainError(
        'wrong_state',
        'Only a refused, parked or set-aside order can be sent again, and only a withheld gift card be given back.',
      );
    const about = { siteId: reward.siteId, subject: 'order', subjectId: order.id } as const;
    trail.step({ ...about, status: 'unknown', reason: 'order_written' });
    trail.reward(reward, { status: 'ordering', reason: 'order_written' }, words);
    await trail.store(rows);
  });
}
