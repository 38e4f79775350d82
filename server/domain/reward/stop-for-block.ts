import type { Trail } from '../audit/trail.ts';
import { wayTo } from '../delivery/address-for.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Rows } from '../store.ts';
import type { Advance } from './advance-reward.ts';
import { clearReason } from './clear-reason.ts';
import { payoutSteps } from './first-steps.ts';
import type { Reward } from './reward.ts';
import { explainReward } from './step-reward.ts';

const BLOCKED = 'participant_blocked';

/** Keeps a locked reward that waits, or rests until a release, from going on by itself: its beneficiary is blocked. */
export async function stopForBlock(rows: Rows, trail: Trail, reward: Reward): Promise<void> {
  const { id, status, review } = reward;
  if (review.includes(BLOCKED)) return;
  await rows.rewards.amend(id, { review: [BLOCKED, ...review], releaseAt: null });
  await explainReward(rows, trail, reward, { status, reason: BLOCKED });
}

/**
 * Lets a locked reward go on that waited because its beneficiary was blocked: at once where nothing else is left to wait
 * for. Whether its order was written now.
 */
export async function goOnAfterBlock(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  advance: Omit<Advance, 'reason'>,
): Promise<boolean> {
  const { reward, live, now } = advance;
  if (!reward.review.includes(BLOCKED)) return false;
  if (reward.status === 'held') {
    const cleared = { ...advance, cleared: BLOCKED, reason: 'participant_unblocked' } as const;
    return clearReason(rows, parts, trail, cleared);
  }
  const review = reward.review.filter((reason) => reason !== BLOCKED);
  const way = await wayTo(rows, parts.sealer, reward, now);
  const { at, releaseAt } = payoutSteps(live, now, way.isOpen);
  // What would be ordered at once is due at once.
  const isDue = at.status === 'ordering';
  await rows.rewards.amend(reward.id, { review, releaseAt: isDue ? now : releaseAt });
  const reason = isDue ? 'awaiting_release' : at.reason;
  await explainReward(rows, trail, reward, { status: reward.status, reason });
  return false;
}
