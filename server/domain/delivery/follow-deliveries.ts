import type { Sealer } from '../claim/sealer.ts';
import { DAY_MS } from '../clock.ts';
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
import { shownDelivery } from './delivery.ts';
import { FOLLOW_EVERY_MS, moveDelivery } from './move-delivery.ts';

export type FollowParts = PacedParts & {
  ids: Ids;
  sealer: Sealer;
  log: Log;
  /** The account with its credentials, or undefined when it has none. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/** Cards in one look; the next round takes further ones. */
const AT_ONCE = 50;

/** For how long a card in the post is asked about: what has not arrived by then is a question for a person. */
const FOLLOW_FOR_MS = 30 * DAY_MS;

/** Asks about the cards in the post, in their accounts' own turns, until they have arrived or a month is over. */
export async function followDeliveries(parts: FollowParts): Promise<void> {
  const due = await parts.store.read.orders.toFollow(parts.clock(), AT_ONCE);
  for (const [accountId, orders] of Map.groupBy(due, (order) => order.accountId)) {
    const account = await parts.accountOf(accountId);
    if (!account) continue;
    try {
      const upstream = pacedUpstream(parts, account);
      for (const order of orders) await follow(parts, upstream, order);
    } catch (error) {
      // They stay due. An account that does not answer holds up no other.
      if (!(error instanceof CannotCompare)) throw error;
      parts.log.warn({ accountId, detail: error.message }, 'cards in the post could not be asked about');
    }
  }
}

async function follow(parts: FollowParts, upstream: PacedUpstream, order: Order): Promise<void> {
  const { store, clock } = parts;
  const look = await upstream.look(order.upstreamId ?? '', order.value.currency);
  await store.write('follow-delivery', async (rows) => {
    const now = clock();
    const isOver = now - (order.completedAt ?? now) >= FOLLOW_FOR_MS;
    await rows.orders.follow(order.id, isOver ? null : now + FOLLOW_EVERY_MS);
    if (look.kind !== 'found') return;
    const { tracking } = look.order;
    await moveDelivery(rows, parts, order, { to: shownDelivery(look.order), tracking }, now);
  });
}
