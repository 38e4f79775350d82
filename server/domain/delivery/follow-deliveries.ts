import type { Sealer } from '../claim/sealer.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { GiftCardAccount } from '../order/gift-cards.ts';
import type { Order } from '../order/order.ts';
import {
  CannotCompare,
  type PacedParts,
  type PacedUpstream,
  pacedUpstream,
} from '../reconciliation/paced-upstream.ts';
import { maySend, shownDelivery } from './delivery.ts';
import { FOLLOW_EVERY_MS, moveDelivery } from './move-delivery.ts';

export type FollowParts = PacedParts & {
  ids: Ids;
  sealer: Sealer;
  log: Log;
  /** The account with its credentials, or undefined when it has none. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/** How often a round begins: at five requests a second 43,000 cards of an account have their turn every day. */
export const FOLLOW_ROUND_MS = MINUTE_MS;

/** Of an account's turns, how many go to cards in the post at most while more of them are due: one in ten. */
const SHARE = 10;

/** For how long a card in the post is asked about: what has not arrived by then is a question for a person. */
const FOLLOW_FOR_MS = 30 * DAY_MS;

/** When cards come again whose account could not be asked. */
const LATER_MS = HOUR_MS / 2;

/** Letters can wait: an account that is busy, or has had enough of us, is asked in a later round. */
const PATIENCE_MS = MINUTE_MS;

/**
 * Asks about the cards in the post, in their accounts' own turns, until they have arrived or a month is over: in one round
 * about a few of each account, as its pace allows. Each is put off before it is asked about, so that whatever becomes of the
 * question, others come first the next time, and of several processes one asks. Once `signal` aborts nothing more is asked,
 * and what is left stays due.
 */
export async function followDeliveries(parts: FollowParts): Promise<void> {
  const turns = (parts.ratePerSecond * FOLLOW_ROUND_MS) / SECOND_MS;
  const due = await parts.store.read.orders.toFollow(parts.clock(), Math.max(1, Math.floor(turns / SHARE)));
  for (const [accountId, orders] of Map.groupBy(due, (order) => order.accountId)) {
    if (parts.signal?.aborted) return;
    const account = await parts.accountOf(accountId);
    const left = account ? await followAll(parts, account, orders) : orders;
    if (left.length > 0) await putOff(parts, left, LATER_MS);
  }
}

/** Those that are left when the account gives no answer about one: it may be the card's fault or the account's own. */
async function followAll(parts: FollowParts, account: GiftCardAccount, orders: Order[]): Promise<Order[]> {
  const upstream = pacedUpstream({ ...parts, patienceMs: PATIENCE_MS }, account);
  for (const [index, order] of orders.entries()) {
    if (parts.signal?.aborted) return [];
    try {
      const isOurs = await putOff(parts, [order], FOLLOW_EVERY_MS);
      if (!isOurs || !maySend(order.status)) continue;
      await follow(parts, upstream, order);
    } catch (error) {
      if (!(error instanceof CannotCompare)) throw error;
      const about = { accountId: account.id, orderId: order.id, detail: error.message };
      parts.log.warn(about, 'a card in the post could not be asked about');
      return parts.signal?.aborted ? [] : orders.slice(index + 1);
    }
  }
  return [];
}

/**
 * What has been on its way for a month, or will not come, is not asked about again: answered or not. False when another
 * process has taken all of them.
 */
function putOff({ store, clock }: FollowParts, orders: Order[], ms: number): Promise<boolean> {
  return store.write('follow-delivery', async (rows) => {
    const now = clock();
    let taken = 0;
    for (const order of orders)
      if (await rows.orders.follow(order.id, isOver(order, now) ? null : now + ms, now)) taken += 1;
    return taken > 0;
  });
}

/** The month of a card begins when its order is done, which can be weeks after it was written: until then the worker asks. */
function isOver({ status, completedAt, createdAt }: Order, now: number): boolean {
  const since = completedAt ?? (status === 'pending' ? now : createdAt);
  return !maySend(status) || now - since >= FOLLOW_FOR_MS;
}

async function follow(parts: FollowParts, upstream: PacedUpstream, order: Order): Promise<void> {
  const look = await upstream.look(order.upstreamId ?? '', order.value.currency);
  if (look.kind !== 'found') return;
  const shown = { to: shownDelivery(look.order), tracking: look.order.tracking };
  await parts.store.write('follow-delivery', (rows) =>
    moveDelivery(rows, parts, order, shown, parts.clock()),
  );
}
