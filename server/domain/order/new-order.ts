import type { Sealer } from '../claim/sealer.ts';
import { firstDelivery } from '../delivery/delivery.ts';
import type { Ids } from '../ids.ts';
import type { Reward } from '../reward/reward.ts';
import { costOf } from './cost-terms.ts';
import type { Order } from './order.ts';
import { type OrderTraces, poNumber, rewardIdentity } from './po-number.ts';

export type NewOrderParts = {
  ids: Ids;
  /** Part of every order number: it tells installations and restored backups apart. */
  epoch: string;
  traceOf: OrderTraces;
  /** Addresses that orders go to are sealed. */
  sealer: Sealer;
};

/** The one order of a reward, due at once. Its number is committed before anything is sent, and kept for ever. */
export function newOrder(
  { ids, epoch, traceOf }: Pick<NewOrderParts, 'ids' | 'epoch' | 'traceOf'>,
  reward: Reward,
  accountId: string,
  now: number,
): Order {
  return {
    id: ids.next('ord'),
    siteId: reward.siteId,
    rewardId: reward.id,
    poNumber: poNumber(epoch, ids.ulid(), traceOf(rewardIdentity(reward))),
    accountId,
    type: reward.delivery,
    productId: reward.productId,
    value: reward.value,
    quantity: 1,
    message: reward.message,
    status: 'queued',
    deliveryStatus: firstDelivery(reward.delivery),
    followAt: null,
    upstreamId: null,
    attempts: 0,
    claimed: 'no',
    deaths: 0,
    loneDeaths: 0,
    tries: 0,
    searches: 0,
    dueAt: now,
    leaseUntil: 0,
    hintedAt: null,
    warnedAt: null,
    cost: null,
    agreedCost: reward.cost && costOf(reward.value.amount, reward.cost),
    askedCost: null,
    lastError: null,
    createdAt: now,
    completedAt: null,
  };
}
