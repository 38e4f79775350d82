import type { AlertKind } from '../alerts.ts';
import { DAY_MS } from '../clock.ts';
import type { Random } from '../ids.ts';
import type { Card, LookResult, OrderSnapshot, PlaceResult } from './gift-cards.ts';
import type { Order, OrderPatch } from './order.ts';
import { backoffMs, LONGEST_POLL_MS, PROBE_EVERY_MS, pollMs, STUCK_AFTER_MS } from './schedule.ts';

/** What an upstream answer means for us: pure, so that the whole fault table can be read and tested in one place. */
export type Settlement = {
  order: OrderPatch;
  /** What becomes of the reward; null leaves it as it is. */
  reward: 'issued' | 'delayed' | 'order_refused' | 'order_failed' | 'order_quarantined' | null;
  /** What becomes of the account; null leaves it as it is. */
  account:
    | { to: 'open' | 'stopped' }
    | { to: 'parked'; probeAt: number }
    | { to: 'slowed'; until: number }
    | null;
  cards: Card[];
  alert: AlertKind | null;
};

export type Answered = { order: Order; startedAt: number; now: number; random: Random };

export function settlementOf(result: PlaceResult | LookResult, answered: Answered): Settlement {
  switch (result.kind) {
    case 'placed':
    case 'found':
      return fromSnapshot(result.order, answered);
    case 'mismatch':
      return ended('quarantined', 'order_quarantined', result.detail, answered);
    case 'refused':
      return ended('refused', 'order_refused', result.detail, answered);
    case 'no_funds': {
      const probeAt = answered.now + PROBE_EVERY_MS;
      return again(answered, { detail: result.detail, dueAt: probeAt, account: { to: 'parked', probeAt } });
    }
    case 'disabled':
      return again(answered, { detail: result.detail, dueAt: answered.now, account: { to: 'stopped' } });
    case 'slowed': {
      const until = answered.now + backoffMs(answered.order.tries, answered.random, result.retryAfterMs);
      return again(answered, { detail: result.detail, dueAt: until, account: { to: 'slowed', until } });
    }
    case 'missing':
      return unknown(answered, 'The upstream no longer knows the order.', 0);
    case 'unknown':
      return unknown(answered, result.detail, result.retryAfterMs ?? 0);
  }
}

function fromSnapshot(snapshot: OrderSnapshot, answered: Answered): Settlement {
  const { order, now } = answered;
  const costs = snapshot.lines.map(({ cost }) => cost);
  const known = {
    upstreamId: snapshot.upstreamId,
    cost: costs.includes(null) ? order.cost : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    lastError: null,
  };
  const open = { to: 'open' } as const;
  if (snapshot.state === 'completed') {
    const patch = { ...known, status: 'completed', dueAt: null, tries: 0, completedAt: now } as const;
    return { order: patch, reward: 'issued', account: open, cards: snapshot.cards, alert: null };
  }
  if (snapshot.state === 'failed') {
    const settlement = ended('failed', 'order_failed', `Upstream status ${snapshot.statusWord}.`, answered);
    return { ...settlement, order: { ...known, ...settlement.order }, account: open };
  }
  const looks = order.status === 'pending' ? order.tries + 1 : 0;
  // A hint that came while we were asking may be about what our answer could not show yet.
  const hinted = order.hintedAt !== null && order.hintedAt >= answered.startedAt;
  const dueAt = hinted ? now : now + pollMs(looks);
  return {
    order: { ...known, status: 'pending', dueAt, tries: looks },
    reward: order.status === 'pending' ? null : 'delayed',
    account: open,
    cards: [],
    alert: turnedStuck(order, now) ? 'order_stuck' : null,
  };
}

type Repeat = { detail: string; dueAt: number; account: Settlement['account'] };

/** The upstream surely did nothing: the order waits as it is, and the try does not count. */
function again({ order }: Answered, { detail, dueAt, account }: Repeat): Settlement {
  const alert =
    account?.to === 'parked' ? 'account_parked' : account?.to === 'stopped' ? 'account_stopped' : null;
  const patch = { status: order.status, dueAt, tries: order.tries, lastError: detail };
  return { order: patch, reward: null, account, cards: [], alert };
}

/** Nobody knows what the upstream did. The same number goes again (design 7.3); never a new one, never "failed". */
function unknown({ order, now, random }: Answered, detail: string, atLeastMs: number): Settlement {
  const status = order.status === 'pending' ? 'pending' : 'unknown';
  const dueAt = now + backoffMs(order.tries, random, atLeastMs);
  return {
    order: { status, dueAt, tries: order.tries + 1, lastError: detail },
    reward: null,
    account: null,
    cards: [],
    alert: turnedStuck(order, now) ? 'order_stuck' : null,
  };
}

type Ending = Extract<Settlement['reward'], `order_${string}`>;

function ended(
  status: OrderPatch['status'],
  reason: Ending,
  detail: string,
  { order }: Answered,
): Settlement {
  const patch = { status, dueAt: null, tries: order.tries, lastError: detail };
  return { order: patch, reward: reason, account: null, cards: [], alert: reason };
}

/** True at the one look of each day on which an order has been waiting for another full day. */
function turnedStuck(order: Order, now: number): boolean {
  const age = now - order.createdAt;
  return age >= STUCK_AFTER_MS && age % DAY_MS < LONGEST_POLL_MS;
}
