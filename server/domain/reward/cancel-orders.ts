import type { ReasonCode } from '../../../shared/reason.ts';
import { MINUTE_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Shown } from '../order/look-upstream.ts';
import { mayHaveBeenMade, type Order } from '../order/order.ts';
import type { ReviewWrite } from './review.ts';
import { explainReward, moveReward } from './step-reward.ts';
import { type Told, tellAbsence } from './tell-absence.ts';

/** An order that stands in the way of a cancellation. */
export type Standing = {
  order: Order;
  /** Where only a look at the upstream could tell. */
  why: DomainError | null;
  /** Whether one person has told now that the upstream does not have it, and another has to confirm that. */
  isTold: boolean;
};

/**
 * Ends the orders of these rewards that surely made no gift card. One that may have made one and rests, or whose account is
 * stopped, ends on proof that the upstream does not have it, or on the word of two people where the upstream cannot say,
 * and goes on where it does have it. Those that stand, by their rewards.
 */
export async function cancelOrders(write: ReviewWrite, ids: string[]): Promise<Map<string, Standing>> {
  const { rows, site } = write;
  const orders = (await rows.orders.ofRewards(ids)).filter(({ siteId }) => siteId === site.id);
  const cancelled = new Map<string, ReasonCode>();
  for (const id of await rows.orders.cancel(orders.map((order) => order.id)))
    cancelled.set(id, 'cancelled_by_person');
  const standing = new Map<string, Standing>();
  for (const order of orders) {
    if (cancelled.has(order.id)) continue;
    const isAskedFor = mayHaveBeenMade(order) || write.shown.get(order.id)?.seen.status === order.status;
    const end = isAskedFor ? await resolve(write, order) : null;
    if (end === 'cancelled_by_person' || end === 'absence_confirmed') cancelled.set(order.id, end);
    else if (end === 'absence_told') standing.set(order.rewardId, { order, why: null, isTold: true });
    else standing.set(order.rewardId, { order, why: end, isTold: false });
  }
  for (const [subjectId, reason] of cancelled) {
    const about = { siteId: site.id, subject: 'order', subjectId } as const;
    write.trail.step({ ...about, status: 'cancelled', reason });
  }
  return standing;
}

/** Why the order was ended, or waits for a second person; else why it was not. */
async function resolve(
  write: ReviewWrite,
  order: Order,
): Promise<'cancelled_by_person' | Told | DomainError> {
  const { rows, shown: looks, now, lookedUpstream } = write;
  const shown = looks.get(order.id);
  const isNamed = lookedUpstream?.made === true;
  // Operators were told of a quarantined one with what stands there: whoever cancels it has looked.
  const isAnothers = shown?.result.kind === 'mismatch' && order.status === 'quarantined' && !isNamed;
  if (shown?.result.kind === 'absent' || (shown && isAnothers)) {
    return (await rows.orders.resolve(order.id, shown.seen, 'absent')) ? 'cancelled_by_person' : UNSURE;
  }
  if (shown?.result.kind === 'found') {
    const { upstreamId } = shown.result.order;
    if (!(await rows.orders.resolve(order.id, shown.seen, { upstreamId, now }))) return UNSURE;
    await takeOver(write, order);
    return new DomainError('wrong_state', FOUND);
  }
  if (shown?.isQuiet && lookedUpstream?.made === false) {
    return (await tellAbsence(write, order, shown.seen)) ?? UNSURE;
  }
  return refusalOf(shown, isNamed);
}

const FOUND =
  'The upstream has made the order, so it was not cancelled: it was taken over, and the reward goes on with it.';
const MISMATCH =
  'The upstream has another order under the number of this one: a person has to look at it there.';
const NOT_THAT =
  'The upstream shows no order with this id and the number of this one, so nothing was changed; check the id.';
const UNCERTAIN =
  'It cannot be told now whether the upstream has the order, so nothing was changed; send the same again later.';

/** Once no request can arrive any more, it may stay so for ever. */
const SAY =
  ' If it stays so, look there and say with `lookedUpstream` what you have found, for one reward at a time.';

const UNSURE = new DomainError('upstream_unavailable', UNCERTAIN, { retryAfterMs: MINUTE_MS });

function refusalOf(shown: Shown | undefined, isNamed: boolean): DomainError {
  if (!shown) return UNSURE;
  const { result } = shown;
  if (result.kind === 'mismatch')
    return new DomainError('wrong_state', isNamed ? NOT_THAT : MISMATCH, { operator: result.detail });
  const retryAfterMs = ('retryAfterMs' in result ? result.retryAfterMs : null) ?? MINUTE_MS;
  const detail = 'detail' in result ? result.detail : '';
  const told = `${UNCERTAIN}${shown.isQuiet ? SAY : ''}`;
  return new DomainError('upstream_unavailable', told, { retryAfterMs, operator: detail });
}

/** The next look at the upstream issues the reward, or withholds it where its purchase came back. */
async function takeOver({ rows, trail, site, words }: ReviewWrite, { id, rewardId }: Order): Promise<void> {
  const reason = 'order_delayed';
  const reward = await rows.rewards.lock(rewardId);
  if (!reward) throw new Error(`order ${id} has no reward`);
  trail.step({ siteId: site.id, subject: 'order', subjectId: id, status: 'pending', reason });
  const isOrdering = reward.status === 'ordering';
  await (isOrdering ? explainReward : moveReward)(rows, trail, reward, { status: 'ordering', reason }, words);
  if (reward.reversedAt !== null) await rows.rewards.explain(rewardId, 'ordering', 'refunded');
}
