import { auditEntry } from '../audit/audit-entry.ts';
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
  /** Who let it go on, and why: `system` when its time had come. */
  actor: string;
  reason: Step['reason'];
  now: number;
};

/**
 * Lets a locked reward that waited go on: approved, and ordered as the program pays out. Whether its order was written
 * now.
 */
export async function approveReward(rows: Rows, parts: NewOrderParts, advance: Advance): Promise<boolean> {
  const { reward, live, actor, reason, now } = advance;
  await step(rows, parts, reward, { status: 'approved', reason }, { actor, now });
  await rows.rewards.amend(reward.id, { review: [], holdUntil: null });
  const payout = payoutSteps(live, now);
  if (payout.at.status === 'ordering') return orderReward(rows, parts, advance);
  await rows.rewards.explain(reward.id, 'approved', payout.at.reason);
  await rows.rewards.amend(reward.id, { releaseAt: payout.releaseAt });
  await rows.codes.touch(reward.programId, [reward.participantId]);
  return false;
}

/** Writes the order of a locked, approved reward. */
export async function orderReward(rows: Rows, parts: NewOrderParts, advance: Advance): Promise<true> {
  const { reward, accountId, actor, now } = advance;
  await step(rows, parts, reward, { status: 'ordering', reason: 'order_written' }, { actor, now });
  const order = newOrder(parts, reward, accountId, now);
  await rows.orders.insert([order]);
  const written = {
    siteId: order.siteId,
    subject: 'order',
    subjectId: order.id,
    status: order.status,
  } as const;
  await rows.audit.append([auditEntry(parts.ids, now, { ...written, actor, reason: 'order_written' })]);
  await rows.codes.touch(reward.programId, [reward.participantId]);
  return true;
}

/** One move of a reward with its audit row. The reward is locked, so a move that does not start here is a lost race. */
async function step(
  rows: Rows,
  { ids }: NewOrderParts,
  { id, siteId }: Reward,
  { status, reason }: Step,
  { actor, now }: Pick<Advance, 'actor' | 'now'>,
): Promise<void> {
  if (!(await rows.rewards.move(id, status, reason)))
    throw new LostRace('the reward was moved by another write');
  await rows.audit.append([
    auditEntry(ids, now, { siteId, subject: 'reward', subjectId: id, status, actor, reason }),
  ]);
}
