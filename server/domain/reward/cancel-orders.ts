import { MINUTE_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { LostRace } from '../lost-race.ts';
import type { Shown } from '../order/look-upstream.ts';
import { mayHaveBeenMade, type Order } from '../order/order.ts';
import type { ReviewWrite } from './review.ts';

/** An order that stands in the way of a cancellation; `why` where only a look at the upstream could tell. */
export type Standing = { order: Order; why: DomainError | null };

/**
 * Ends the orders of these rewards that surely made no gift card. One that rests and may have made one ends on proof that
 * the upstream does not have it, and goes on where it does. Those that stand, by their rewards.
 */
export async function cancelOrders(write: ReviewWrite, ids: string[]): Promise<Map<string, Standing>> {
  const { rows, site } = write;
  const orders = (await rows.orders.ofRewards(ids)).filter(({ siteId }) => siteId === site.id);
  const cancelled = new Set(await rows.orders.cancel(orders.map(({ id }) => id)));
  const standing = new Map<string, Standing>();
  for (const order of orders) {
    if (cancelled.has(order.id)) continue;
    const isUnsure = mayHaveBeenMade(order);
    const why = isUnsure ? await resolve(write, order) : null;
    if (isUnsure && !why) cancelled.add(order.id);
    else standing.set(order.rewardId, { order, why });
  }
  for (const subjectId of cancelled) {
    const about = { siteId: site.id, subject: 'order', subjectId } as const;
    write.trail.step({ ...about, status: 'cancelled', reason: 'cancelled_by_person' });
  }
  return standing;
}

/** Null when the order was ended; else why it was not. */
async function resolve(write: ReviewWrite, order: Order): Promise<DomainError | null> {
  const { rows, shown: looks, now } = write;
  const shown = looks.get(order.id);
  // Operators were told of a quarantined one with what stands there: whoever cancels it has looked.
  const isAnothers = shown?.result.kind === 'mismatch' && order.status === 'quarantined';
  if (shown?.result.kind === 'absent' || (shown && isAnothers)) {
    return (await rows.orders.resolve(order.id, shown.attempts, 'absent')) ? null : UNSURE;
  }
  if (shown?.result.kind === 'found') {
    const { upstreamId } = shown.result.order;
    if (!(await rows.orders.resolve(order.id, shown.attempts, { upstreamId, now }))) return UNSURE;
    await takeOver(write, order);
    return new DomainError('wrong_state', FOUND);
  }
  return refusalOf(shown);
}

const FOUND =
  'The upstream has made the order, so it was not cancelled: it was taken over, and the reward goes on with it.';
const MISMATCH =
  'The upstream has another order under the number of this one: a person has to look at it there.';
const UNCERTAIN =
  'It cannot be told now whether the upstream has the order, so nothing was changed; send the same again later.';

const UNSURE = new DomainError('upstream_unavailable', UNCERTAIN, { retryAfterMs: MINUTE_MS });

function refusalOf(shown: Shown | undefined): DomainError {
  if (!shown) return UNSURE;
  const { result } = shown;
  if (result.kind === 'mismatch')
    return new DomainError('wrong_state', MISMATCH, { operator: result.detail });
  const retryAfterMs = ('retryAfterMs' in result ? result.retryAfterMs : null) ?? MINUTE_MS;
  const detail = 'detail' in result ? result.detail : '';
  return new DomainError('upstream_unavailable', UNCERTAIN, { retryAfterMs, operator: detail });
}

/** The next look at the upstream issues the reward, or withholds it where its purchase came back. */
async function takeOver({ rows, trail, site, words }: ReviewWrite, { id, rewardId }: Order): Promise<void> {
  const reason = 'order_delayed';
  const reward = await rows.rewards.lock(rewardId);
  if (!reward || !(await rows.rewards.move(rewardId, 'ordering', reason)))
    throw new LostRace('the reward was moved by another write');
  if (reward.reversedAt !== null) await rows.rewards.explain(rewardId, 'ordering', 'refunded');
  trail.step({ siteId: site.id, subject: 'order', subjectId: id, status: 'pending', reason });
  trail.step({ siteId: site.id, subject: 'reward', subjectId: rewardId, status: 'ordering', reason }, words);
  trail.touch(reward.programId, reward.participantId);
}
