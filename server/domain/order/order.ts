import type { Delivery } from '../../../shared/contract/fields.ts';
import type { OrderStatus } from '../../../shared/contract/order.ts';
import type { Money } from '../../../shared/money.ts';
import type { OnTheWay, Shown } from '../delivery/delivery.ts';

/** One upstream order with one number, for exactly one reward. */
export type Order = {
  id: string;
  siteId: string;
  rewardId: string;
  poNumber: string;
  accountId: string;
  type: Delivery;
  productId: string;
  value: Money;
  quantity: number;
  message: string | null;
  status: OrderStatus;
  /** How far its card has come; null for a link, which is handed over here. */
  deliveryStatus: OnTheWay | null;
  /** When the upstream is asked next about a card in the post (epoch ms); null when it isn't. */
  followAt: number | null;
  upstreamId: string | null;
  /** How often it was claimed by a worker; also the fence of the running attempt. */
  attempts: number;
  /** Whether a worker holds it now, or held it when it died: `alone` when that worker ran nothing else. */
  claimed: 'no' | 'shared' | 'alone';
  /** Claims in a row that are known to have ended with their worker's death. */
  deaths: number;
  /** Of those, how many while nothing else ran in that worker. */
  loneDeaths: number;
  /** Answers in a row that did not finish it; the step of its backoff or polling schedule. */
  tries: number;
  /** How often it was looked for upstream, since it was queued, without proof of what became of it. */
  searches: number;
  /** When a worker should take it next (epoch ms); null when nothing is left to do by itself. */
  dueAt: number | null;
  leaseUntil: number;
  /** When the upstream last hinted that it may be done (epoch ms). */
  hintedAt: number | null;
  /** When operators were last told that it waits too long (epoch ms). */
  warnedAt: number | null;
  /** What the account is charged, in minor units; null until the upstream says it. */
  cost: number | null;
  /**
   * The most that may be paid: the catalogue's cost at the decision, or what a person agreed to since. Null where none was
   * known yet; the first that is known when it goes out becomes the agreed one.
   */
  agreedCost: number | null;
  /** What an order would cost that rests because it became dearer: a person agrees to it by sending it again. */
  askedCost: number | null;
  lastError: string | null;
  createdAt: number;
  completedAt: number | null;
};

/** Whether no request with the order's number was ever sent: not by a worker, nor before a restore (`renumber`). */
export function wasNeverSent({ attempts, status }: Pick<Order, 'attempts' | 'status'>): boolean {
  return attempts === 0 && status === 'queued';
}

/**
 * Whether an order that rests may have made a gift card all the same, so that only a look upstream can tell: it was set
 * aside or quarantined, or refused when an earlier request may have made it.
 */
export function mayHaveBeenMade({ status, attempts }: Pick<Order, 'attempts' | 'status'>): boolean {
  return status === 'dead' || status === 'quarantined' || (status === 'refused' && attempts > 1);
}

/**
 * Whether an order that waits may have made a gift card, so that only the upstream can tell: it was sent without an outcome,
 * or was in the hands of a worker that died.
 */
export function isUnsure({ status, claimed, deaths }: Pick<Order, 'status' | 'claimed' | 'deaths'>): boolean {
  return status === 'unknown' || (status === 'queued' && (claimed !== 'no' || deaths > 0));
}

/** An order as somebody saw it who decides about it later: sent again since, by a worker or a person, it is another. */
export type Seen = Pick<Order, 'status' | 'attempts'>;

/** Claims in a row that ended with their worker's death, after which an order must run alone. */
export const SUSPECT_AFTER_DEATHS = 2;

/** A worker's claim on an order. Its number is the fence: only the newest attempt may write. */
export type Attempt = {
  orderId: string;
  number: number;
  worker: string;
  /** Its turn to call the upstream (epoch ms). */
  startedAt: number;
  endedAt: number | null;
};

/** What a claim writes on its order. */
export type Lease = Pick<Order, 'claimed' | 'deaths' | 'loneDeaths' | 'leaseUntil'>;

export type OrderPatch = Pick<Order, 'status' | 'dueAt' | 'tries'> &
  Partial<Pick<Order, 'upstreamId' | 'cost' | 'askedCost' | 'searches' | 'lastError' | 'completedAt'>>;

/**
 * A `look` asks about an order that the upstream has; a `send` places one, which takes funds: for the first time, or as a
 * `repeat` whose first outcome is unknown.
 */
export type AttemptKind = 'look' | 'send' | 'repeat';

export type DueQuery = {
  accountId: string;
  now: number;
  limit: number;
  /** Picks the orders that must run alone, and no others. */
  suspects: boolean;
  /** Picks the orders whose next attempt is of this kind; every kind when absent. */
  kind?: AttemptKind;
  /** Leaves out the orders whose next attempt is of this kind. */
  not?: AttemptKind;
  /** Picks the orders of this gift card alone. */
  card?: GiftCard;
};

/** What an order is for: a face value in minor units of a product's currency. */
export type GiftCard = Pick<Order, 'siteId' | 'productId'> & Pick<Money, 'amount'>;

/** Which of a site's orders; times are epoch ms, from inclusive to exclusive. */
export type OrderFilter = {
  siteId: string;
  status?: OrderStatus | undefined;
  programId?: string | undefined;
  participantId?: string | undefined;
  rewardId?: string | undefined;
  createdFrom?: number | undefined;
  createdTo?: number | undefined;
};

export interface OrderRows {
  insert(orders: Order[]): Promise<void>;
  find(id: string): Promise<Order | undefined>;
  ofRewards(rewardIds: string[]): Promise<Order[]>;
  /** Due orders of an account, oldest first. */
  due(query: DueQuery): Promise<Order[]>;
  /** The gift cards of all orders that are due, each once, always in the same order. */
  dueCards(query: Omit<DueQuery, 'limit' | 'card'>): Promise<GiftCard[]>;
  attempt(orderId: string, number: number): Promise<Attempt | undefined>;
  /** Attempts of the account that run somewhere now. */
  running(accountId: string, now: number): Promise<number>;
  /**
   * Starts the attempt and leases its order; false when another worker took the number first, or when the order came to
   * rest since it was picked.
   */
  start(attempt: Attempt, lease: Lease): Promise<boolean>;
  /** Ends attempt `number` and writes what came of it. False, and nothing written, when the fence has moved on. */
  settle(id: string, number: number, patch: OrderPatch, now: number): Promise<boolean>;
  /** Undoes the claim that made attempt `number` out of `before`: the order is due, and nothing is counted. */
  giveBack(before: Order, number: number, now: number): Promise<boolean>;
  /** Sets aside an order that kept killing its worker. */
  bury(id: string, attempts: number, now: number): Promise<boolean>;
  /**
   * Puts an order back into the queue, under its own number, and agrees to what one that became dearer would cost. False
   * when it is not one of `from`.
   */
  requeue(id: string, from: OrderStatus[], now: number): Promise<boolean>;
  /**
   * Writes what a look at the upstream has shown of an order that may have been made: it ends, or is taken over under its
   * upstream id and due at `now`. False when it is not as it was seen any more.
   */
  resolve(id: string, seen: Seen, shown: { upstreamId: string; now: number } | 'absent'): Promise<boolean>;
  /**
   * Sets aside an order that waits and may have been made: it is not sent any more until a person says so. False when it
   * is not as it was seen any more.
   */
  setAside(id: string, seen: Seen): Promise<boolean>;
  /**
   * Ends those of the orders that surely made no gift card: that no worker ever took, that wait since every request of
   * theirs was refused, whose only request was refused for good, that failed, or that are parked. Returns their ids. A
   * worker that takes one at the same moment finds it ended, or wins.
   */
  cancel(ids: string[]): Promise<string[]>;
  /** Whether no worker ever took the reward's order; if so, none can until this write has ended. */
  holdUnsent(rewardId: string): Promise<boolean>;
  /** Moves its delivery forwards only: false, and nothing written, when it is as far or farther already. */
  deliver(id: string, to: Shown, followAt: number | null): Promise<boolean>;
  /** Those whose cards in the post are to be asked about: the longest due of each account, so many of it at most. */
  toFollow(now: number, ofEach: number): Promise<Order[]>;
  /** Asks about its card in the post again at `at`, or not any more. False when it is not due now: taken, or arrived. */
  follow(id: string, at: number | null, now: number): Promise<boolean>;
  /**
   * Brings the next attempt of a waiting order forward because of a hint, but not within `everyMs` of the start of
   * the one before, or the next question about a card in the post. While a worker holds the order the hint only leaves
   * its time. True when the order is due now.
   */
  hint(id: string, now: number, everyMs: number): Promise<boolean>;
  /** Newest first. */
  list(filter: OrderFilter & { before: string | null; limit: number }): Promise<Order[]>;
  /** How many there are in each status. */
  counts(filter: OrderFilter): Promise<{ status: OrderStatus; count: number }[]>;
  /**
   * Orders that wait since `createdBefore` or longer, parked ones too, about which nobody was told since `toldBefore`
   * (both epoch ms); the oldest first.
   */
  stuck(query: { createdBefore: number; toldBefore: number; limit: number }): Promise<Order[]>;
  /** Remembers when operators were told of them. */
  told(ids: string[], now: number): Promise<void>;
  /**
   * Makes sends due: those that the upstream surely did not take, and of those whose outcome is unknown what waits until
   * `until` at most.
   */
  hasten(accountId: string, now: number, until: number): Promise<void>;
  /** The orders of an account that were made at `from` (epoch ms) or later, by id. */
  ofAccount(page: { accountId: string; from: number; after: string; limit: number }): Promise<Order[]>;
  /** Those with one of these numbers. */
  byNumbers(poNumbers: string[]): Promise<Order[]>;
  /** Writes down the cost that is agreed, of an order that had none. */
  agree(id: string, agreedCost: number): Promise<void>;
  /**
   * Gives an order that was never sent the number of one that was, with the account that sent it: from then on nobody
   * knows what became of it.
   */
  renumber(id: string, sent: Pick<Order, 'poNumber' | 'accountId'>): Promise<void>;
}
