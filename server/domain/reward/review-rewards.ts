import { concludeReferral } from '../attribution/conclude-referral.ts';
import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Order } from '../order/order.ts';
import type { Directory } from '../site/site.ts';
import type { Store } from '../store.ts';
import { approveByPerson } from './approve-by-person.ts';
import { freeRewards } from './free-rewards.ts';
import { obstacleTo, type Refusal, type ReviewRequest, type ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';
import { TAKEN_BACK, takeBack } from './take-back.ts';

export type ReviewParts = NewOrderParts & { store: Store; directory: Directory; clock: Clock };

/**
 * Writes a person's decision about rewards, each by itself: one that is refused changes nothing for the others. The
 * refusal of each by its id, null where there is none: `not_found`, or `wrong_state` that names the state.
 */
export async function reviewRewards(
  parts: ReviewParts,
  { rewardIds, ...request }: ReviewRequest,
): Promise<Map<string, Refusal>> {
  const sites = await parts.directory.current();
  return parts.store.write('review-reward', (rows) => {
    const now = parts.clock();
    const trail = new Trail(parts.ids, now, `key:${request.keyName}`);
    return review({ ...request, rows, parts, sites, trail, now }, rewardIds);
  });
}

/** Takes locks in the order of design 7.11: rewards after their orders, as settling does, then what many writes meet on. */
async function review(write: ReviewWrite, rewardIds: string[]): Promise<Map<string, Refusal>> {
  const { rows, parts, sites, trail, now } = write;
  const ids = [...new Set(rewardIds)].toSorted();
  const sent = write.review === 'cancel' ? await cancelOrders(write, ids) : new Map<string, Order>();
  const rewards = await lockOwn(write, ids);
  const refusals = new Map<string, Refusal>();
  for (const id of ids) {
    const reward = rewards.get(id);
    const missing = new DomainError('not_found', 'There is no such reward.');
    refusals.set(id, reward ? await reviewOne(write, reward, sent.get(id)) : missing);
  }
  const taken = write.review === 'approve' ? [] : [...rewards.values()].filter(({ id }) => !refusals.get(id));
  await concludeReferrals(write, taken);
  await trail.store(rows);
  await freeRewards(rows, { ids: parts.ids, sites, now }, taken);
  return refusals;
}

/** Ends the orders that surely made no gift card. Returns the others, by their rewards. */
async function cancelOrders({ rows, site, trail }: ReviewWrite, ids: string[]): Promise<Map<string, Order>> {
  const orders = (await rows.orders.ofRewards(ids)).filter(({ siteId }) => siteId === site.id);
  const sent = new Map<string, Order>();
  for (const order of orders.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!(await rows.orders.cancel(order.id))) {
      sent.set(order.rewardId, order);
      continue;
    }
    const about = { siteId: site.id, subject: 'order', subjectId: order.id } as const;
    trail.step({ ...about, status: 'cancelled', reason: 'cancelled_by_person' });
  }
  return sent;
}

/** In the order of their ids, so that two people with overlapping lists do not wait for each other. */
async function lockOwn({ rows, site }: ReviewWrite, ids: string[]): Promise<Map<string, Reward>> {
  const known = new Set(
    (await rows.rewards.byIds(ids)).flatMap((each) => (each.siteId === site.id ? each.id : [])),
  );
  const locked = new Map<string, Reward>();
  for (const id of ids) {
    const reward = known.has(id) ? await rows.rewards.lock(id) : undefined;
    if (reward) locked.set(id, reward);
  }
  return locked;
}

async function reviewOne(write: ReviewWrite, reward: Reward, sent: Order | undefined): Promise<Refusal> {
  const obstacle = obstacleTo(write.review, reward.status, sent);
  if (obstacle !== null) return new DomainError('wrong_state', obstacle);
  if (write.review === 'approve') return approveByPerson(write, reward);
  await takeBack(write, reward, write.review);
  return null;
}

async function concludeReferrals({ rows, trail, review }: ReviewWrite, taken: Reward[]): Promise<void> {
  if (review === 'approve') return;
  const referralIds = new Set(taken.flatMap(({ referralId }) => referralId ?? []));
  for (const id of [...referralIds].toSorted())
    await concludeReferral(rows, trail, id, TAKEN_BACK[review].reason);
}
