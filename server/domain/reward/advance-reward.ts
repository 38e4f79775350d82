import { resumeReferral } from '../attribution/conclude-referral.ts';
import type { Trail } from '../audit/trail.ts';
import { LostRace } from '../lost-race.ts';
import { type NewOrderParts, newOrder } from '../order/new-order.ts';
import type { LiveProgram } from '../site/program.ts';
import type { Rows } from '../store.ts';
import { payoutSteps, type Step } from './first-steps.ts';
import type { Reward } from './reward.ts';

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
  await step(rows, trail, reward, { status: 'approved', reason }, words);
  await rows.rewards.amend(reward.id, { review: [], holdUntil: null });
  if (reward.referralId !== null) await resumeReferral(rows, trail, reward.referralId);
  const payout = payoutSteps(live, now);
  if (payout.at.status === 'ordering') return writeOrder(rows, parts, trail, advance);
  await rows.rewards.explain(reward.id, 'approved', payout.at.reason);
  await rows.rewards.amend(reward.id, { releaseAt: payout.releaseAt });
  trail.touch(reward.programId, reward.participantId);
  return false;
}

/** Writes the order of a locked, approved reward. */
export async function orderReward(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  advance: Advance,
): Promise<true> {
  return writeOrder(rows, parts, trail, advance, advance.words);
}

/** The order is stored with the trail, so that many take one statement. */
async function writeOrder(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  { reward, accountId, now }: Advance,
  words?: string,
): Promise<true> {
  await step(rows, trail, reward, { status: 'ordering', reason: 'order_written' }, words);
  const order = newOrder(parts, reward, accountId, now);
  trail.order(order);
  trail.touch(reward.programId, reward.participantId);
  return true;
}

/** One move of a reward. It is locked, so a move that does not start here is a lost race. */
async function step(
  rows: Rows,
  trail: Trail,
  { id, siteId }: Reward,
  { status, reason }: Step,
  words?: string,
): Promise<void> {
  if (!(await rows.rewards.move(id, status, reason)))
    throw new LostRace('the reward was moved by another write');
  trail.step({ siteId, subject: 'reward', subjectId: id, status, reason }, words);
}
