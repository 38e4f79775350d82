import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import { concludeReferral } from '../attribution/conclude-referral.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { rewardStep } from '../audit/reward-step.ts';
import { Trail } from '../audit/trail.ts';
import { rewardEntry } from '../budget/reward-entry.ts';
import { type ClaimParts, fillClaim } from '../claim/fill-claim.ts';
import type { Ids } from '../ids.ts';
import type { Reward } from '../reward/reward.ts';
import type { Sites } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { endReversed } from './end-reversed.ts';
import type { Settlement } from './settlement.ts';

export type SettleRewardParts = ClaimParts & {
  ids: Ids;
  sites: Pick<Sites, 'program'>;
  /** How long a delivered card's address is kept (ms). */
  addressMs: number;
};

const REWARD_MOVES = {
  issued: ['issued', 'order_completed'],
  order_refused: ['failed', 'order_refused'],
  order_cost_higher: ['failed', 'order_cost_higher'],
  order_failed: ['failed', 'order_failed'],
  order_quarantined: ['failed', 'order_quarantined'],
  order_dead: ['failed', 'order_dead'],
} as const satisfies Record<string, readonly [RewardStatus, ReasonCode]>;

/** Ends of an order that surely made no gift card. */
const FALLS: ReadonlySet<Settlement['reward']> = new Set([
  'order_refused',
  'order_cost_higher',
  'order_failed',
  'order_absent',
]);

/** The gift card is paid and stays sealed: its purchase came back while it was being ordered. */
const WITHHELD_AT_ONCE = ['withheld', 'refunded'] as const;

/**
 * Moves an order's reward as the attempt has shown it, with its claim, its referral and its budget. Throws where the order
 * has no reward.
 */
export async function settleReward(
  rows: Rows,
  parts: SettleRewardParts,
  rewardId: string,
  settlement: Settlement,
  now: number,
): Promise<void> {
  if (settlement.reward === null) return;
  // Locked, so that a return of the purchase is either seen here or finds the gift card issued.
  const reward = await rows.rewards.lock(rewardId);
  if (!reward) throw new Error(`order without reward ${rewardId}`);
  if (settlement.reward === 'delayed') {
    // Where the purchase came back meanwhile, that is what its owner has to know.
    if (reward.reversedAt === null) await rows.rewards.explain(reward.id, 'ordering', 'order_delayed');
    await rows.codes.touch(reward.programId, [reward.participantId]);
    return;
  }
  if (FALLS.has(settlement.reward) && reward.reversedAt !== null) {
    if (reward.delivery !== 'Links') await leaveAddress(rows, parts, reward, now);
    return endReversed(rows, parts, reward, now);
  }
  // Only an order whose purchase came back is looked for instead of sent, and nothing takes that back meanwhile.
  if (settlement.reward === 'order_absent') throw new Error(`the order of ${rewardId} was not sent`);
  const isBought = settlement.reward === 'issued';
  const isReturned = isBought && reward.reversedAt !== null;
  const isOurs = reward.delivery === 'Links';
  const [status, reason] = isReturned && isOurs ? WITHHELD_AT_ONCE : REWARD_MOVES[settlement.reward];
  if (isBought) await fillClaim(rows, parts, reward, settlement.cards, now);
  // Set aside, it may be sent again, and needs its address for that.
  if (!isOurs && settlement.reward !== 'order_dead') await leaveAddress(rows, parts, reward, now);
  if (!(await rows.rewards.move(reward.id, status, reason))) return;
  const trail = new Trail(parts.ids, now, 'system');
  trail.reward(reward, { status, reason });
  // Locks in the order of design 7.11, as accepting an event takes them: referral, codes, budget.
  if (status === 'issued' && reward.referralId !== null) {
    await concludeReferral(rows, trail, reward.referralId);
  }
  await trail.store(rows);
  if (isBought) await rows.budgets.spend(rewardEntry(parts.ids, reward, 'spend', now));
  if (isReturned && !isOurs) await bookLoss(rows, parts.ids, reward, now);
}

/** What its owner was sent cannot be kept back: its purchase came back too late. */
async function bookLoss(rows: Rows, ids: Ids, reward: Reward, now: number): Promise<void> {
  await rows.budgets.lose(rewardEntry(ids, reward, 'loss', now));
  // Its site was told just before that it is issued, and its owner sees nothing else: only the audit has this.
  const step = rewardStep(reward, { status: 'issued', reason: 'booked_as_loss' });
  await rows.audit.append([auditEntry(ids, now, step)]);
}

/** The order needs its address no more; it is kept for a while, for questions about the way. */
async function leaveAddress(
  rows: Rows,
  { addressMs }: SettleRewardParts,
  { id }: Reward,
  now: number,
): Promise<void> {
  await rows.destinations.settle(id, now + addressMs);
}
