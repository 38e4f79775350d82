import type { ReasonCode } from '../../../shared/reason.ts';
import type { Trail } from '../audit/trail.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Rows } from '../store.ts';
import { type Advance, approveReward } from './advance-reward.ts';
import { explainReward } from './step-reward.ts';

/** `cleared` is what the reward does not wait for any more. */
type Clearing = Advance & { cleared: ReasonCode };

/**
 * Takes one thing off the list of what a locked, held reward waits for. It goes on at once when that was the last and
 * its hold is over, and at the end of the hold otherwise. Whether its order was written now.
 */
export async function clearReason(
  rows: Rows,
  parts: NewOrderParts,
  trail: Trail,
  { cleared, ...advance }: Clearing,
): Promise<boolean> {
  const { reward, now } = advance;
  const { id, holdUntil } = reward;
  const review = reward.review.filter((reason) => reason !== cleared);
  const isFree = review.length === 0;
  if (isFree && (holdUntil === null || holdUntil <= now)) return approveReward(rows, parts, trail, advance);
  const reason = review[0] ?? 'hold_period';
  await rows.rewards.amend(id, { review, releaseAt: isFree ? holdUntil : null });
  await explainReward(rows, trail, reward, { status: 'held', reason });
  return false;
}
