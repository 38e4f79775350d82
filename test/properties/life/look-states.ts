import { expect } from 'vitest';
import type { Referral } from '../../../server/domain/attribution/referral.ts';
import type { Order } from '../../../server/domain/order/order.ts';
import type { Reward } from '../../../server/domain/reward/reward.ts';
import type { makeUpstream } from '../made-up-upstream.ts';
import { rewardsOf } from '../rewards-of.ts';
import { allRewards, type Life } from './life.ts';
import { isTheirs } from './look-wallets.ts';

type Upstream = ReturnType<typeof makeUpstream>;

/** What is over stays as it ended. */
const FINAL: Reward['status'][] = ['opened', 'cancelled'];
const HAS_CARD: Reward['status'][] = ['issued', 'opened', 'withheld'];
const HAS_NONE: Reward['status'][] = ['cancelled', 'rejected'];
/** Why a reward waits for its owner and for nothing else. */
const FOR_ITS_OWNER: Reward['reason'][] = ['awaiting_opening', 'awaiting_address'];

/**
 * Each reward is where its order and the upstream's books say, what is final stays so, and what waits waits for a time,
 * a person or its owner. `finals` remembers from look to look.
 */
export async function expectRewards(
  life: Life,
  upstream: Upstream,
  finals: Map<string, Reward['status']>,
): Promise<void> {
  for (const reward of await allRewards(life)) {
    const told = JSON.stringify(reward);
    expect(reward.status, told).toBe(finals.get(reward.id) ?? reward.status);
    if (FINAL.includes(reward.status)) finals.set(reward.id, reward.status);
    const orders = await life.goodturn.deps.store.read.orders.ofRewards([reward.id]);
    expect(orders.length, told).toBeLessThanOrEqual(1);
    expectBought(reward, orders[0], upstream);
    expect(waitsForNothing(reward), told).toBe(false);
  }
}

function expectBought(reward: Reward, order: Order | undefined, { orders }: Upstream): void {
  const made = order && orders.get(order.poNumber)?.snapshot.state;
  const told = JSON.stringify(reward);
  if (HAS_CARD.includes(reward.status)) expect(made, told).toBe('completed');
  if (HAS_NONE.includes(reward.status)) expect([undefined, 'failed'], told).toContain(made);
  if (reward.status === 'ordering') expect(order, told).toBeDefined();
}

function waitsForNothing({ status, reason, review, releaseAt }: Reward): boolean {
  // No write ends with a reward that has not been moved on.
  if (status === 'earned') return true;
  if (review.length > 0 || releaseAt !== null) return false;
  return status === 'held' || (status === 'approved' && !FOR_ITS_OWNER.includes(reason));
}

/** Each referral is as its rewards say: it has none before it qualifies, and it is over when they all are. */
export async function expectReferrals({ goodturn, programs }: Life): Promise<void> {
  const { read } = goodturn.deps.store;
  for (const { id: programId } of programs) {
    const rewards = await rewardsOf(goodturn, { id: programId });
    const referrals = await read.referrals.list({ siteId: 'acme', programId, before: null, limit: 200 });
    for (const referral of referrals) {
      expect(referral.friendId).not.toBe(referral.referrerId);
      expectReferral(
        referral,
        rewards.filter(({ referralId }) => referralId === referral.id),
      );
    }
  }
}

function expectReferral({ status, reason }: Referral, rewards: Reward[]): void {
  const told = `${status} ${reason}: ${rewards.map((each) => `${each.status} ${each.reason}`).join(', ')}`;
  if (status === 'attributed' || status === 'expired') expect(rewards, told).toEqual([]);
  if (status === 'rejected' || status === 'voided') {
    const left = rewards.filter((reward) => isTheirs(reward) && reward.reissuedAs === null);
    expect(left, told).toEqual([]);
  }
  // The last of its rewards that comes to its owner completes it, and no deed that earns nothing takes that back.
  if (status === 'qualified' && rewards.some(isIssued)) expect(rewards.some(isUnderWay), told).toBe(true);
  if (status === 'completed') {
    expect(rewards.some(isIssued), told).toBe(true);
    // One that is given once more is on its way again: the friend was rewarded before.
    const waiting = rewards.filter((reward) => isUnderWay(reward) && reward.reissueOf === null);
    expect(waiting, told).toEqual([]);
  }
}

function isIssued({ status }: Reward): boolean {
  return status === 'issued' || status === 'opened';
}

function isUnderWay(reward: Reward): boolean {
  return isTheirs(reward) && !isIssued(reward);
}
