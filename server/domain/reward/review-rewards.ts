import type { Review } from '../../../shared/contract/review.ts';
import { Trail } from '../audit/trail.ts';
import { type Clock, SECOND_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { type LookParts, lookUpstream } from '../order/look-upstream.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Directory } from '../site/site.ts';
import type { Store } from '../store.ts';
import { approveByPerson } from './approve-by-person.ts';
import { bookTakenUp } from './book-taken-up.ts';
import { cancelOrders, type Standing } from './cancel-orders.ts';
import { freeRewards } from './free-rewards.ts';
import { obstacleTo, type Refusal, type ReviewRequest, type ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';
import { takeBack } from './take-back.ts';
import { type TakenUp, takeUp } from './take-up.ts';

type ReviewParts = NewOrderParts & LookParts & { store: Store; directory: Directory; clock: Clock };

/**
 * Writes a person's decision about rewards, each by itself: one that is refused changes nothing for the others. The
 * refusal of each by its id, null where there is none: `not_found`, `wrong_state` that names the state, or `upstream_unavailable`
 * where the upstream has to be asked and cannot be.
 */
export async function reviewRewards(
  parts: ReviewParts,
  { rewardIds, ...request }: ReviewRequest,
): Promise<Map<string, Refusal>> {
  const sites = await parts.directory.current();
  const { review: decision, site, askUntil, lookedUpstream } = request;
  const upstreamId = lookedUpstream?.made ? lookedUpstream.upstreamId : undefined;
  const shown =
    decision === 'cancel'
      ? await lookUpstream(parts, { siteId: site.id, rewardIds, upstreamId, until: askUntil })
      : new Map();
  const seenRejected = decision === 'approve' ? await rejectedOf(parts, rewardIds) : new Set<string>();
  return parts.store.write('review-reward', (rows) => {
    const now = parts.clock();
    const trail = new Trail(parts.ids, now, `key:${request.keyName}`);
    return review({ ...request, rows, parts, sites, shown, trail, now, seenRejected }, rewardIds);
  });
}

/** Takes locks in the order of design 7.11: rewards after their orders, as settling does, then what many writes meet on. */
async function review(write: ReviewWrite, rewardIds: string[]): Promise<Map<string, Refusal>> {
  const { rows, parts, sites, site, trail, now } = write;
  const ids = [...new Set(rewardIds)].toSorted();
  const standing = write.review === 'cancel' ? await cancelOrders(write, ids) : new Map<string, Standing>();
  const locked = new Map((await rows.rewards.lockAll(site.id, ids)).map((each) => [each.id, each]));
  const refusals = new Map<string, Refusal>();
  const free: Reward[] = [];
  for (const id of ids) {
    const reward = locked.get(id);
    const refusal = refusalOf(write.review, reward, standing.get(id));
    refusals.set(id, refusal);
    if (reward && !refusal && !standing.get(id)?.isTold) free.push(reward);
  }
  if (write.review === 'approve') {
    const taken: TakenUp[] = [];
    for (const reward of free) refusals.set(reward.id, await approve(write, reward, taken));
    await trail.store(rows);
    await bookTakenUp(write, taken);
    return refusals;
  }
  await takeBack(write, free, write.review);
  await trail.store(rows);
  await freeRewards(rows, { ids: parts.ids, sites, now }, free);
  return refusals;
}

/** Two people who look at one list at once: whoever comes so soon after a rejection has not seen it. */
const SAME_MOMENT_MS = 2 * SECOND_MS;

/**
 * Those whose rejection can have been seen by whoever asks now. Read before the write, so that of two people at once one
 * is told that they came late.
 */
async function rejectedOf({ store, clock }: ReviewParts, rewardIds: string[]): Promise<Set<string>> {
  const rewards = await store.read.rewards.byIds(rewardIds);
  const rejected = rewards.flatMap(({ id, status }) => (status === 'rejected' ? [id] : []));
  if (rejected.length === 0) return new Set();
  const steps = await store.read.audit.ofSubjects(rejected);
  const lately = steps.filter(
    ({ status, createdAt }) => status === 'rejected' && createdAt > clock() - SAME_MOMENT_MS,
  );
  const unseen = new Set(lately.map(({ subjectId }) => subjectId));
  return new Set(rejected.filter((id) => !unseen.has(id)));
}

async function approve(write: ReviewWrite, reward: Reward, taken: TakenUp[]): Promise<Refusal> {
  if (reward.status !== 'rejected') return approveByPerson(write, reward);
  if (write.seenRejected.has(reward.id)) return takeUp(write, reward, taken);
  return new DomainError(
    'wrong_state',
    'The reward was rejected a moment ago: somebody else was faster. Approve it once more to take it up again.',
  );
}

function refusalOf(review: Review, reward: Reward | undefined, standing: Standing | undefined): Refusal {
  if (!reward) return new DomainError('not_found', 'There is no such reward.');
  if (standing?.isTold) return null;
  if (standing?.why) return standing.why;
  const obstacle = obstacleTo(review, reward.status, standing?.order);
  return obstacle === null ? null : new DomainError('wrong_state', obstacle);
}
