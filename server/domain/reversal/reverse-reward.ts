import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { Trail } from '../audit/trail.ts';
import { rewardEntry } from '../budget/reward-entry.ts';
import type { Ids } from '../ids.ts';
import { LostRace } from '../lost-race.ts';
import { mayHaveBeenMade, type Order } from '../order/order.ts';
import type { Reward } from '../reward/reward.ts';
import { moveReward } from '../reward/step-reward.ts';
import type { Rows } from '../store.ts';
import type { Fate } from './fate.ts';

/** What a return did to a reward. */
export type Reversed = {
  /** As it was before. */
  reward: Reward;
  kind: 'cancelled' | 'reduced' | 'kept back' | 'lost';
  /** What it no longer takes of limits and budget (minor units): given back by the write's end. */
  freed: number;
};

type Reversal = { rows: Rows; ids: Ids; trail: Trail; reward: Reward; now: number };

/**
 * Applies a fate to a locked reward, as far as its way to its owner still allows (design 7.9). Null when nothing
 * changes.
 */
export async function reverseReward(reversal: Reversal, fate: Fate): Promise<Reversed | null> {
  if (fate.kind === 'stays') return null;
  switch (reversal.reward.status) {
    case 'earned':
    case 'held':
    case 'approved':
      return fate.kind === 'shrinks' && fate.to ? reduce(reversal, fate.to.amount) : cancel(reversal);
    case 'ordering':
    case 'failed':
      return fate.kind === 'shrinks' ? null : stopOrder(reversal);
    case 'issued':
      // Mailed or posted, it is with its owner.
      if (reversal.reward.delivery !== 'Links') return fate.kind === 'shrinks' ? null : bookLoss(reversal);
      return fate.kind === 'shrinks' ? null : withhold(reversal);
    case 'opened':
      return fate.kind === 'shrinks' ? null : bookLoss(reversal);
    case 'rejected':
    case 'cancelled':
    case 'withheld':
      return null;
  }
}

async function cancel(reversal: Reversal): Promise<Reversed> {
  const { rows, reward } = reversal;
  await move(reversal, 'cancelled');
  await rows.rewards.amend(reward.id, { review: [], holdUntil: null });
  return { reward, kind: 'cancelled', freed: reward.value.amount };
}

async function reduce(reversal: Reversal, amount: number): Promise<Reversed> {
  const { rows, reward } = reversal;
  await rows.rewards.amend(reward.id, { value: { ...reward.value, amount } });
  reversal.trail.reward(reward, { status: reward.status, reason: 'refunded_in_part' });
  return { reward, kind: 'reduced', freed: reward.value.amount - amount };
}

/**
 * An order that was surely never sent, or that the upstream surely did not fill, ends with its reward. Any other may
 * have become a gift card: the reward is marked, and its order looked for instead of sent. Withheld where it is there,
 * it ends on proof that it is not. The order is locked after the reward; whoever locks them the other way round and
 * meets this is run again.
 */
async function stopOrder(reversal: Reversal): Promise<Reversed | null> {
  const { rows, trail, reward, now } = reversal;
  const [order] = await rows.orders.ofRewards([reward.id]);
  if (order && (await rows.orders.cancel([order.id])).length > 0) {
    const about = { siteId: reward.siteId, subject: 'order', subjectId: order.id } as const;
    trail.step({ ...about, status: 'cancelled', reason: 'refunded' });
    return cancel(reversal);
  }
  if (reward.reversedAt !== null) return null;
  await rows.rewards.amend(reward.id, { reversedAt: now });
  if (order && (await lookAgain(reversal, order))) return { reward, kind: 'kept back', freed: 0 };
  await rows.rewards.explain(reward.id, reward.status, 'refunded');
  reversal.trail.reward(reward, { status: reward.status, reason: 'refunded' });
  return { reward, kind: 'kept back', freed: 0 };
}

/**
 * Hands an order that rests and may have been made to the worker, which looks for it and sends nothing, since the reward
 * is marked. One that crashed whoever took it is left to a person, whose cancellation looks too.
 */
async function lookAgain(reversal: Reversal, order: Order): Promise<boolean> {
  const { rows, trail, reward, now } = reversal;
  const isKiller = order.status === 'dead' && order.loneDeaths > 0;
  if (!mayHaveBeenMade(order) || isKiller) return false;
  if (!(await rows.orders.requeue(order.id, [order.status], now)))
    throw new LostRace('the order was moved by another write');
  const about = { siteId: reward.siteId, subject: 'order', subjectId: order.id } as const;
  trail.step({ ...about, status: 'unknown', reason: 'refunded' });
  await move(reversal, 'ordering');
  return true;
}

async function withhold(reversal: Reversal): Promise<Reversed> {
  await move(reversal, 'withheld');
  return { reward: reversal.reward, kind: 'kept back', freed: 0 };
}

/** What its owner has seen cannot be taken back. The reward stays, and the loss is booked once. */
async function bookLoss(reversal: Reversal): Promise<Reversed | null> {
  const { rows, ids, reward, now } = reversal;
  const loss = rewardEntry(ids, reward, 'loss', now);
  if (!(await rows.budgets.lose(loss))) return null;
  reversal.trail.reward(reward, { status: reward.status, reason: 'booked_as_loss' });
  return { reward, kind: 'lost', freed: 0 };
}

function move({ rows, trail, reward }: Reversal, status: RewardStatus): Promise<void> {
  return moveReward(rows, trail, reward, { status, reason: 'refunded' });
}
