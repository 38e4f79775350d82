import { resumeReferral } from '../attribution/conclude-referral.ts';
import type { Trail } from '../audit/trail.ts';
import { type Way, wayTo } from '../delivery/address-for.ts';
import { type NewOrderParts, newOrder } from '../order/new-order.ts';
import type { LiveProgram } from '../site/program.ts';
import type { Rows } from '../store.ts';
import { payoutSteps, type Step } from './first-steps.ts';
import type { Reward } from './reward.ts';
import { explainReward, moveReward } from './step-reward.ts';

export type Advance = {
  reward: Reward;
  live: LiveProgram;
  accountId: string;
  /** Why it goes on. */
  reason: Step['reason'];
  /** What the person who let it go on wrote. */
  words?: string;
  now: number;
};

/**
 * Lets a locked reward that waited go on: approved, and ordered as the program pays out. Whether its order was written
 * now.
 */
export async function approveReward(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  advance: Advance,
): Promise<boolean> {
  const { reward, live, reason, words, now } = advance;
  await moveReward(rows, trail, reward, { status: 'approved', reason }, words);
  await rows.rewards.amend(reward.id, { review: [], holdUntil: null });
  if (reward.referralId !== null) await resumeReferral(rows, trail, reward.referralId);
  const way = await wayTo(rows, parts.sealer, reward, now);
  const payout = payoutSteps(live, now, way.isOpen);
  if (payout.at.status === 'ordering') return writeOrder(rows, parts, trail, { ...advance, way });
  await rows.rewards.explain(reward.id, 'approved', payout.at.reason);
  await rows.rewards.amend(reward.id, { releaseAt: payout.releaseAt });
  return false;
}

/**
 * Writes the order of a locked, approved reward whose card has somewhere to go. Where it has not, the reward waits for
 * its recipient's address. Whether the order was written.
 */
export async function orderReward(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  advance: Ordering,
): Promise<boolean> {
  const { reward, words, now } = advance;
  const way = await wayTo(rows, parts.sealer, reward, now);
  if (way.isOpen) return writeOrder(rows, parts, trail, { ...advance, way }, words);
  if (reward.reason === 'awaiting_address') return false;
  await rows.rewards.amend(reward.id, { releaseAt: null });
  await explainReward(rows, trail, reward, { status: 'approved', reason: 'awaiting_address' }, words);
  return false;
}

type Ordering = Omit<Advance, 'live' | 'reason'>;

/** The order is stored with the trail, so that many take one statement. */
async function writeOrder(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  { reward, accountId, now, way }: Ordering & { way: Way },
  words?: string,
): Promise<true> {
  await moveReward(rows, trail, reward, { status: 'ordering', reason: 'order_written' }, words);
  if (way.fresh) await rows.destinations.insert([way.fresh]);
  const order = newOrder(parts, reward, accountId, now);
  trail.order(order);
  return true;
}
