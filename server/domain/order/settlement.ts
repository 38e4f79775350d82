import type { AlertKind } from '../alerts.ts';
import { shownDelivery } from '../delivery/delivery.ts';
import type { ShownWay } from '../delivery/move-delivery.ts';
import type { Random } from '../ids.ts';
import type { ClaimedOrder } from './claim-orders.ts';
import type { Capabilities, Card, OrderSnapshot } from './gift-cards.ts';
import type { Order, OrderPatch } from './order.ts';
import type { RunResult, Unproved } from './run-order.ts';
import {
  ARRIVES_WITHIN_MS,
  backoffMs,
  fundsWaitMs,
  HINT_EVERY_MS,
  PROBE_EVERY_MS,
  pollMs,
} from './schedule.ts';

/** What an upstream answer means for us: pure, so that the whole fault table can be read and tested in one place. */
export type Settlement = {
  order: OrderPatch;
  /** What becomes of the reward; null leaves it as it is. */
  reward:
    | 'issued'
    | 'delayed'
    | 'order_refused'
    | 'order_cost_higher'
    | 'order_failed'
    | 'order_quarantined'
    | 'order_dead'
    | 'order_absent'
    | null;
  /** What becomes of the account; null leaves it as it is. */
  account:
    | { to: 'open' | 'stopped' }
    /** Its probe said nothing about the funds, so the next one need not wait. */
    | { to: 'unproved' }
    | { to: 'parked'; probeAt: number }
    | { to: 'slowed'; until: number }
    | null;
  cards: Card[];
  /** What was shown of the card's way. */
  way: ShownWay;
  /** Upstream ids of the orders that have our number and are not ours. */
  strangers: string[];
  alert: Exclude<
    Extract<AlertKind, `order_${string}` | `account_${string}`>,
    'account_unreachable' | 'account_funds_low' | 'order_made_late' | 'order_overcharged' | 'order_stuck'
  > | null;
};

type Answered = {
  /** The order as it stands, with what changed while the worker had it. */
  order: Order;
  claimed: ClaimedOrder;
  now: number;
  random: Random;
  /** Whether the upstream will tell when an order that it has is done. */
  notice: Capabilities['notice'];
};

/** Whether the upstream answered at all; null where nothing was asked of it. */
export function hasAnswered(result: RunResult): boolean | null {
  const { kind } = result;
  if (kind === 'no_address' || kind === 'dearer' || kind === 'too_early' || kind === 'never_sent')
    return null;
  return kind !== 'unknown' || result.isAlive === true;
}

/** What becomes of order, reward and account after an attempt; its table is `server/upstream/FAULTS.md`. */
export function settlementOf(result: RunResult, answered: Answered): Settlement {
  const settlement = meaningOf(result, answered);
  return answered.claimed.probe ? { ...settlement, account: afterProbe(result, settlement) } : settlement;
}

/** What a parked account's probe has shown. */
function afterProbe(result: RunResult, { account, order }: Settlement): Settlement['account'] {
  // Only money taken just now proves that there are funds again.
  if (result.kind === 'placed' && !result.duplicate) return { to: 'open' };
  // Bought before, or at its end without a purchase: another order has to ask, and this one will not be in its way.
  const isDecided = order.status !== 'queued' && order.status !== 'unknown';
  return account ?? (isDecided ? { to: 'unproved' } : null);
}

function meaningOf(result: RunResult, answered: Answered): Settlement {
  switch (result.kind) {
    case 'placed':
    case 'found':
      return fromSnapshot(result.order, answered);
    case 'mismatch': {
      const settlement = ended('quarantined', 'order_quarantined', result.detail, answered);
      return { ...settlement, strangers: result.upstreamIds };
    }
    case 'refused':
    case 'no_address':
      // Proof only where nothing was sent before: set aside, it ends once a look upstream has shown that it is not there.
      return mayHaveBeenSent(answered)
        ? ended('dead', 'order_dead', result.detail, answered)
        : ended('refused', 'order_refused', result.detail, answered);
    case 'dearer': {
      const settlement = ended('parked', 'order_cost_higher', result.detail, answered);
      return { ...settlement, order: { ...settlement.order, askedCost: result.cost } };
    }
    case 'no_funds': {
      if (wasPassedOver(answered, result.detail)) {
        const dueAt = answered.now + fundsWaitMs(answered.order.tries);
        const settlement = again(answered, { detail: result.detail, dueAt, account: null });
        return { ...settlement, order: { ...settlement.order, tries: answered.order.tries + 1 } };
      }
      const probeAt = answered.now + PROBE_EVERY_MS;
      return again(answered, { detail: result.detail, dueAt: probeAt, account: { to: 'parked', probeAt } });
    }
    case 'disabled':
      return again(answered, { detail: result.detail, dueAt: answered.now, account: { to: 'stopped' } });
    case 'slowed': {
      const { now, order, random } = answered;
      const dueAt = now + backoffMs(order.tries, random, result.retryAfterMs);
      // How often this order was tried before is no reason for the others to wait longer.
      const until = now + backoffMs(0, random, result.retryAfterMs);
      return again(answered, { detail: result.detail, dueAt, account: { to: 'slowed', until } });
    }
    case 'absent':
    case 'never_sent':
      return { ...QUIET, order: { status: 'cancelled', dueAt: null, tries: 0 }, reward: 'order_absent' };
    case 'missing':
      return unknown(answered, 'The upstream no longer knows the order.', 0);
    case 'unknown':
      return result.isUnprovable
        ? unproved(result, answered)
        : unknown(answered, result.detail, result.retryAfterMs ?? 0);
    case 'too_early':
      return again(answered, {
        detail: result.detail,
        dueAt: answered.now + result.retryAfterMs,
        account: null,
      });
  }
}

function fromSnapshot(snapshot: OrderSnapshot, answered: Answered): Settlement {
  const { order, claimed, now, notice } = answered;
  const costs = snapshot.lines.map(({ cost }) => cost);
  const known = {
    upstreamId: snapshot.upstreamId,
    cost: costs.includes(null) ? order.cost : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    lastError: null,
  };
  const way = { to: shownDelivery(snapshot), tracking: snapshot.tracking };
  if (snapshot.state === 'completed' && hasItsCards(order, snapshot)) {
    const patch = { ...known, status: 'completed', dueAt: null, tries: 0, completedAt: now } as const;
    return { ...QUIET, order: patch, reward: 'issued', cards: snapshot.cards, way };
  }
  if (snapshot.state === 'failed') {
    const settlement = ended('failed', 'order_failed', `Upstream status ${snapshot.statusWord}.`, answered);
    return { ...settlement, order: { ...known, ...settlement.order } };
  }
  const looks = order.status === 'pending' ? order.tries + 1 : 0;
  const planned = now + pollMs(looks, notice);
  // A hint that came while we were asking may be about what our answer could not show yet.
  const hinted = order.hintedAt !== claimed.order.hintedAt;
  const dueAt = hinted ? Math.min(planned, Math.max(now, claimed.sendAt + HINT_EVERY_MS)) : planned;
  return {
    ...QUIET,
    order: { ...known, status: 'pending', dueAt, tries: looks },
    reward: order.status === 'pending' ? null : 'delayed',
    way,
  };
}

/**
 * Whether what the recipient needs has come with it: for an order of links, the links. A provider may be done before they
 * are there, and one that shows them once gives them only to a look that asks for them, which comes next.
 */
function hasItsCards({ type, quantity }: Order, { cards }: OrderSnapshot): boolean {
  return type !== 'Links' || cards.filter(({ claimLink }) => claimLink !== null).length >= quantity;
}

/** What most answers leave alone. */
const QUIET = {
  reward: null,
  account: null,
  cards: [],
  way: { to: null, tracking: null },
  strangers: [],
  alert: null,
};

/**
 * Whether the account has paid for another order since this one was refused for funds, by the same kind of answer: it is open
 * again. Refused anew, this order says nothing about the others, which would all wait if it parked the account each time.
 */
function wasPassedOver({ order, claimed }: Answered, detail: string): boolean {
  return !claimed.probe && order.lastError !== null && kindOf(order.lastError) === kindOf(detail);
}

/** What stands before the upstream's own words, which may tell a balance or a reference and differ each time. */
function kindOf(detail: string): string | undefined {
  return detail.split(':', 1)[0];
}

type Repeat = { detail: string; dueAt: number; account: Settlement['account'] };

/** Whether an earlier request may have made the order: its reply was lost, or its worker died before it came. */
function mayHaveBeenSent({ order, claimed }: Answered): boolean {
  return order.status === 'unknown' || claimed.order.claimed !== 'no' || claimed.order.deaths > 0;
}

/** The upstream surely did nothing now: the order waits as it is, and the try does not count. */
function again(answered: Answered, { detail, dueAt, account }: Repeat): Settlement {
  const { order } = answered;
  const alert =
    account?.to === 'parked' ? 'account_parked' : account?.to === 'stopped' ? 'account_stopped' : null;
  // Deaths are forgotten with this answer, so the status has to remember what they may have sent.
  const status = order.status === 'queued' && mayHaveBeenSent(answered) ? 'unknown' : order.status;
  return {
    ...QUIET,
    order: { status, dueAt, tries: order.tries, lastError: detail },
    account,
    alert,
  };
}

/** Nobody knows what the upstream did. The same number goes again (design 7.3); never a new one, never "failed". */
function unknown(answered: Answered, detail: string, atLeastMs: number): Settlement {
  const { order, now, random } = answered;
  const status = order.status === 'pending' ? 'pending' : 'unknown';
  const dueAt = now + backoffMs(order.tries, random, atLeastMs);
  return { ...QUIET, order: { status, dueAt, tries: order.tries + 1, lastError: detail } };
}

/** Searches that proved nothing, a minute or more apart, after which an order is set aside. */
const SEARCHES = 5;

/**
 * New orders only make the list longer: what could not be proved so often is a question for a person. Until then it is
 * looked for again, no sooner than a search may follow a search.
 */
function unproved({ detail, retryAfterMs, askedCost }: Unproved, answered: Answered): Settlement {
  const searches = answered.order.searches + 1;
  if (searches < SEARCHES) {
    const settlement = unknown(answered, detail, Math.max(ARRIVES_WITHIN_MS, retryAfterMs ?? 0));
    return { ...settlement, order: { ...settlement.order, searches } };
  }
  const settlement = ended('dead', 'order_dead', detail, answered);
  return { ...settlement, order: { ...settlement.order, searches, askedCost: askedCost ?? null } };
}

type Ending = Exclude<Settlement['reward'], 'issued' | 'delayed' | 'order_absent' | null>;

function ended(
  status: OrderPatch['status'],
  reason: Ending,
  detail: string,
  { order }: Answered,
): Settlement {
  const patch = { status, dueAt: null, tries: order.tries, lastError: detail };
  return { ...QUIET, order: patch, reward: reason, alert: reason };
}
