import { DomainError } from '../errors.ts';
import { LostRace } from '../lost-race.ts';
import type { Order, Seen } from '../order/order.ts';
import type { ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';
import { explainReward, moveReward } from './step-reward.ts';

/** How far the word of people has come that the upstream does not have an order. */
export type Told = 'absence_told' | 'absence_confirmed';

const TOLD =
  'This key has told already that the upstream does not have the order; a second named key must confirm it with the same request.';

/**
 * Takes a person's word for it that the upstream does not have an order as it was `seen`, where the upstream itself
 * cannot say: the first key's stays with the reward, and another key's ends the order for good. The order is never sent
 * again after; should the word be wrong, a reconciliation shows what stands there. Whatever sends or looks for the order
 * in between ends the first word. An order that waits for a stopped account is set aside with it, so that nothing is sent
 * between the two words, whatever becomes of the account. Null when the order was moved meanwhile, `wrong_state` for the
 * same key again.
 */
export async function tellAbsence(
  { rows, trail, keyName, words }: ReviewWrite,
  order: Order,
  seen: Seen,
): Promise<Told | DomainError | null> {
  if (order.attempts !== seen.attempts || order.status !== seen.status) return null;
  const { id: orderId, rewardId } = order;
  // Before its order, so that of two keys at one moment the second sees the first.
  const reward = await rows.rewards.lock(rewardId);
  if (reward?.status === 'ordering') return setAside({ rows, trail, words }, order, reward);
  if (reward?.status !== 'failed') throw new LostRace('the reward was moved by another write');
  if (reward.reason === 'absence_told') {
    const steps = await rows.audit.ofSubjects([rewardId]);
    const told = steps.findLast(({ reason }) => reason === 'absence_told');
    if (told?.actor === `key:${keyName}`) return new DomainError('wrong_state', TOLD);
    return (await rows.orders.resolve(orderId, seen, 'absent')) ? 'absence_confirmed' : null;
  }
  await explainReward(rows, trail, reward, { status: 'failed', reason: 'absence_told' }, words);
  return 'absence_told';
}

async function setAside(
  { rows, trail, words }: Pick<ReviewWrite, 'rows' | 'trail' | 'words'>,
  order: Order,
  reward: Reward,
): Promise<'absence_told' | null> {
  const reason = 'absence_told';
  const { id, siteId } = order;
  if (!(await rows.orders.setAside(id, order))) return null;
  trail.step({ siteId, subject: 'order', subjectId: id, status: 'dead', reason });
  await moveReward(rows, trail, reward, { status: 'failed', reason }, words);
  return reason;
}
