import { DomainError } from '../errors.ts';
import { approveReward, orderReward } from './advance-reward.ts';
import type { Refusal, ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';
import { explainReward } from './step-reward.ts';

const NEEDS_ANOTHER =
  'The reward is held: this key has approved it already, and a second named key must approve it as well.';

const NEEDS_ADDRESS =
  'The reward is approved and waits for its recipient, who has to say on the claim page where it shall go.';

/**
 * One person's approval of a locked reward that is held or rests. The last one that it needs ends its hold too: whoever
 * approves takes that on themselves.
 */
export async function approveByPerson(write: ReviewWrite, reward: Reward): Promise<Refusal> {
  const { rows, keyName, now } = write;
  if (reward.reason === 'awaiting_address') return new DomainError('wrong_state', NEEDS_ADDRESS);
  const isFirst = await rows.approvals.insert({ rewardId: reward.id, keyName, createdAt: now });
  if (reward.status === 'approved') {
    await rows.rewards.amend(reward.id, { review: [] });
    return letGo(write, reward);
  }
  if (reward.approvalsNeeded > 1) {
    if (!isFirst) return new DomainError('wrong_state', NEEDS_ANOTHER);
    if ((await rows.approvals.count(reward.id)) < reward.approvalsNeeded) return waitOn(write, reward);
  }
  return reward.review.includes('terms_not_accepted') ? waitForTerms(write, reward) : letGo(write, reward);
}

/**
 * Nobody can accept terms for somebody else: what a person can decide is decided, and the beneficiary's acceptance
 * then lets the reward go on.
 */
async function waitForTerms({ rows, trail, words }: ReviewWrite, reward: Reward): Promise<null> {
  const reason = 'terms_not_accepted';
  await rows.rewards.amend(reward.id, { review: [reason], holdUntil: null });
  await explainReward(rows, trail, reward, { status: 'held', reason }, words);
  return null;
}

async function letGo(write: ReviewWrite, reward: Reward): Promise<null> {
  const { rows, parts, sites, site, trail, words, now } = write;
  const program = sites.program(reward.programId);
  if (!program) throw new Error(`reward ${reward.id} has no program`);
  const advance = { reward, live: program.live, accountId: site.accountId, words, now };
  const go = reward.status === 'held' ? approveReward : orderReward;
  await go(rows, parts, trail, { ...advance, reason: 'approved_by_person' });
  return null;
}

/** The first of two approvals stands, and the reward says that it waits for the second. */
async function waitOn({ rows, trail, words }: ReviewWrite, reward: Reward): Promise<null> {
  const reason = 'awaiting_second_approval';
  const others = reward.review.filter((each) => each !== 'awaiting_approval');
  await rows.rewards.amend(reward.id, { review: [reason, ...others] });
  await explainReward(rows, trail, reward, { status: 'held', reason }, words);
  return null;
}
