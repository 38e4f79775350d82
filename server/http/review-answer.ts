import type { Problem } from '../../shared/contract/problem.ts';
import type { BulkReview } from '../../shared/contract/review.ts';
import type { Reward as RewardAnswer } from '../../shared/contract/reward.ts';
import type { ReviewRequest } from '../domain/reward/review.ts';
import { reviewRewards } from '../domain/reward/review-rewards.ts';
import type { RequestLine } from '../domain/telemetry.ts';
import { itemProblem } from './item-problem.ts';
import { presentRewards } from './present-rewards.ts';
import { toProblem } from './problem.ts';
import type { RouteParts } from './route-parts.ts';

/** Rewards in one transaction. Each is locked until its end, so a long list goes in several. */
const AT_ONCE = 50;

type Outcome = { reward: RewardAnswer } | { problem: Problem };

/** One answer for each id, in order. A transaction that fails is told to its own ids only; the others stand. */
export async function answerReviews(
  parts: RouteParts,
  line: RequestLine,
  { rewardIds, ...request }: ReviewRequest,
): Promise<BulkReview> {
  const ids = [...new Set(rewardIds)];
  const outcomes = new Map<string, Outcome>();
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = { ...request, rewardIds: ids.slice(first, first + AT_ONCE) };
    for (const [id, outcome] of await answerSome(parts, line, some)) outcomes.set(id, outcome);
  }
  return { data: rewardIds.map((id) => answerOf(id, outcomes.get(id))) };
}

function answerOf(id: string, outcome: Outcome | undefined): BulkReview['data'][number] {
  if (!outcome) throw new Error(`no outcome for ${id}`);
  if ('reward' in outcome) return { id, status: 200, reward: outcome.reward };
  return { id, status: outcome.problem.status, problem: outcome.problem };
}

async function answerSome(
  parts: RouteParts,
  line: RequestLine,
  request: ReviewRequest,
): Promise<[string, Outcome][]> {
  const { rewardIds } = request;
  try {
    const refusals = await reviewRewards(parts, request);
    if (request.review !== 'reject') parts.wake();
    const { read } = parts.store;
    const done = await read.rewards.byIds(rewardIds.filter((id) => !refusals.get(id)));
    const answers = new Map((await presentRewards(parts.store, done)).map((each) => [each.id, each]));
    return rewardIds.map((id) => {
      const reward = answers.get(id);
      return [id, reward ? { reward } : { problem: toProblem(refusals.get(id), line.requestId) }];
    });
  } catch (thrown) {
    const problem = itemProblem(parts, line, thrown);
    return rewardIds.map((id) => [id, { problem }]);
  }
}
