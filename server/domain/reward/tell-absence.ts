import { DomainError } from '../errors.ts';
import { LostRace } from '../lost-race.ts';
import type { Order } from '../order/order.ts';
import type { ReviewWrite } from './review.ts';
import { explainReward } from './step-reward.ts';

/** How far the word of people has come that the upstream does not have an order. */
export type Told = 'absence_told' | 'absence_confirmed';

const TOLD =
  'This key has told already that the upstream does not have the order; a second named key must confirm it with the same request.';

/**
 * Takes a person's word for it that the upstream does not have an order, which rests after so many attempts, where the
 * upstream itself cannot say: the first key's stays with the reward, and another key's ends the order for good. The order
 * is never sent again after; should the word be wrong, a reconciliation shows what stands there. Whatever sends or looks for
 * the order in between ends the first word. Null when the order was moved meanwhile, `wrong_state` for the same key again.
 */
export async function tellAbsence(
  { rows, trail, keyName, words }: ReviewWrite,
  order: Order,
  attempts: number,
): Promise<Told | DomainError | null> {
  if (order.attempts !== attempts) return null;
  const { id: orderId, rewardId } = order;
  // Before its order, so that of two keys at one moment the second sees the first.
  const reward = await rows.rewards.lock(rewardId);
  if (reward?.status !== 'failed') throw new LostRace('the reward was moved by another write');
  if (reward.reason === 'absence_told') {
    const steps = await rows.audit.ofSubjects([rewardId]);
    const told = steps.findLast(({ reason }) => reason === 'absence_told');
    if (told?.actor === `key:${keyName}`) return new DomainError('wrong_state', TOLD);
    return (await rows.orders.resolve(orderId, attempts, 'absent')) ? 'absence_confirmed' : null;
  }
  await explainReward(rows, trail, reward, { status: 'failed', reason: 'absence_told' }, words);
  return 'absence_told';
}
