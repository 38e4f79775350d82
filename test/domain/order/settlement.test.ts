import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../server/domain/clock.ts';
import type { LookResult, PlaceResult } from '../../../server/domain/order/gift-cards.ts';
import type { Order } from '../../../server/domain/order/order.ts';
import type { RunResult } from '../../../server/domain/order/run-order.ts';
import { hasAnswered, type Settlement, settlementOf } from '../../../server/domain/order/settlement.ts';
import { CREATED_AT, sampleClaim, sampleOrder, sampleSnapshot } from './sample-order.ts';

const NOW = CREATED_AT + 10 * SECOND_MS;
const HALF = () => 0.5;

function settle(
  result: RunResult,
  order: Partial<Order> = {},
  { probe = false, now = NOW, sendAt = CREATED_AT, asClaimed = {} as Partial<Order> } = {},
): Settlement {
  const current = sampleOrder(order);
  const claimed = sampleClaim({ ...current, ...asClaimed }, { probe, sendAt });
  return settlementOf(result, { order: current, claimed, now, random: HALF, notice: 'per_order' });
}

const completed = { kind: 'placed', duplicate: false, order: sampleSnapshot() } as const;
const pending = {
  kind: 'placed',
  duplicate: false,
  order: sampleSnapshot({ state: 'pending', statusWord: 'Pending', cards: [] }),
} as const;
const givenUp = { kind: 'found', order: sampleSnapshot({ state: 'failed', statusWord: 'Failed' }) } as const;
const lookPending = { kind: 'found', order: pending.order } as const;
const mismatch: PlaceResult = { kind: 'mismatch', upstreamIds: ['up_8', 'up_9'], detail: 'Another order' };
const refused = { kind: 'refused', detail: 'HTTP 400' } as const;
const noFunds = { kind: 'no_funds', detail: 'HTTP 422' } as const;
const disabled = { kind: 'disabled', detail: 'HTTP 403' } as const;
const slowed = { kind: 'slowed', retryAfterMs: 7000, detail: 'HTTP 429' } as const;
const missing = { kind: 'missing' } as const;
const unknown = { kind: 'unknown', detail: 'HTTP 504', retryAfterMs: null } as const;

type Row = [
  name: string,
  from: Order['status'],
  result: PlaceResult | LookResult,
  status: Order['status'],
  /** Ms from now to the next attempt; null when there is none. */
  wait: number | null,
  reward: Settlement['reward'],
  account: NonNullable<Settlement['account']>['to'] | null,
  alert: Settlement['alert'],
];

const TABLE: Row[] = [
  ['completed', 'queued', completed, 'completed', null, 'issued', null, null],
  ['completed', 'unknown', completed, 'completed', null, 'issued', null, null],
  ['adopted', 'unknown', { ...completed, duplicate: true }, 'completed', null, 'issued', null, null],
  [
    'found completed',
    'pending',
    { kind: 'found', order: completed.order },
    'completed',
    null,
    'issued',
    null,
    null,
  ],
  ['accepted', 'queued', pending, 'pending', 2000, 'delayed', null, null],
  ['accepted', 'unknown', pending, 'pending', 2000, 'delayed', null, null],
  ['still pending', 'pending', lookPending, 'pending', 5000, null, null, null],
  ['given up', 'pending', givenUp, 'failed', null, 'order_failed', null, 'order_failed'],
  ['foreign', 'queued', mismatch, 'quarantined', null, 'order_quarantined', null, 'order_quarantined'],
  ['foreign', 'unknown', mismatch, 'quarantined', null, 'order_quarantined', null, 'order_quarantined'],
  ['refused', 'queued', refused, 'refused', null, 'order_refused', null, 'order_refused'],
  ['refused', 'unknown', refused, 'dead', null, 'order_dead', null, 'order_dead'],
  ['no funds', 'queued', noFunds, 'queued', MINUTE_MS, null, 'parked', 'account_parked'],
  ['no funds', 'unknown', noFunds, 'unknown', MINUTE_MS, null, 'parked', 'account_parked'],
  ['disabled', 'queued', disabled, 'queued', 0, null, 'stopped', 'account_stopped'],
  ['disabled', 'pending', disabled, 'pending', 0, null, 'stopped', 'account_stopped'],
  ['slowed', 'queued', slowed, 'queued', 7000, null, 'slowed', null],
  ['slowed', 'pending', slowed, 'pending', 7000, null, 'slowed', null],
  ['vanished', 'pending', missing, 'pending', 500, null, null, null],
  ['no answer', 'queued', unknown, 'unknown', 500, null, null, null],
  ['no answer', 'unknown', unknown, 'unknown', 500, null, null, null],
  ['no answer', 'pending', unknown, 'pending', 500, null, null, null],
];

describe('what an upstream answer means', () => {
  test.each(TABLE)('%s for a %s order', (_name, from, result, status, wait, reward, account, alert) => {
    const upstreamId = from === 'pending' ? 'up_1' : null;
    const settlement = settle(result, { status: from, upstreamId });
    expect(settlement.order.status).toBe(status);
    expect(settlement.order.dueAt).toBe(wait === null ? null : NOW + wait);
    expect(settlement.reward).toBe(reward);
    expect(settlement.account?.to ?? null).toBe(account);
    expect(settlement.alert).toBe(alert);
    expect(settlement.cards).toEqual(reward === 'issued' ? sampleSnapshot().cards : []);
  });

  test('only an unanswered call counts as a try, so that an account without funds burns none', () => {
    for (const result of [noFunds, disabled, slowed]) {
      expect(settle(result, { tries: 3 }).order.tries, result.kind).toBe(3);
    }
    expect(settle(unknown, { tries: 3 }).order.tries).toBe(4);
  });

  test('an order that is refused for funds again, once others were paid, waits by itself, longer each time', () => {
    const before = { lastError: 'HTTP 422', attempts: 1 };
    const waits = [0, 1, 2, 3, 4, 5, 50].map((tries) => {
      const { order, account, alert } = settle(noFunds, { ...before, tries });
      expect([order.status, order.tries, account, alert]).toEqual(['queued', tries + 1, null, null]);
      return ((order.dueAt ?? 0) - NOW) / MINUTE_MS;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    // What an earlier request did is still not known, and the upstream may tell a balance or a reference with each answer.
    const told = { ...before, lastError: 'HTTP 422: 12.50 are left (ref 7f3a)' };
    const again = { kind: 'no_funds', detail: 'HTTP 422: 9.75 are left (ref 81c0)' } as const;
    for (const status of ['queued', 'unknown'] as const) {
      const { order, account } = settle(again, { ...told, status });
      expect([order.status, order.dueAt, account]).toEqual([status, NOW + MINUTE_MS, null]);
    }
    // As the account's probe it says again that there are none.
    expect(settle(noFunds, before, { probe: true }).account?.to).toBe('parked');
  });

  test('an order that was held back for another reason parks its account the first time that it is refused for funds', () => {
    for (const lastError of ['HTTP 429', 'HTTP 403']) {
      const { account, alert } = settle(noFunds, { lastError, attempts: 1, tries: 2 });
      expect([account?.to, alert], lastError).toEqual(['parked', 'account_parked']);
    }
  });

  test('what an upstream asks of an order that was tried often keeps others waiting no longer than it asks', () => {
    const { order, account } = settle(slowed, { status: 'unknown', tries: 9 });
    expect(account).toEqual({ to: 'slowed', until: NOW + 7000 });
    expect(order.dueAt).toBe(NOW + 150_000);
  });

  test('looks follow the schedule of the contract and end at every half hour', () => {
    const waits = [0, 1, 2, 3, 4, 5, 50].map((tries) => {
      const { order } = settle(lookPending, { status: 'pending', upstreamId: 'up_1', tries });
      return ((order.dueAt ?? 0) - NOW) / SECOND_MS;
    });
    expect(waits).toEqual([5, 15, 60, 300, 1800, 1800, 1800]);
  });

  test('a done order of links whose links have not come is looked at again, and issues nothing empty', () => {
    const bare = { kind: 'found', order: sampleSnapshot({ cards: [] }) } as const;
    const [none, half] = [settle(bare, { status: 'unknown' }), settle(completed, { quantity: 2 })];
    for (const { order, reward } of [none, half]) {
      expect(order).toMatchObject({ status: 'pending', upstreamId: 'up_1', dueAt: NOW + 2 * SECOND_MS });
      expect(reward).toBe('delayed');
    }
    // What the provider delivers itself has none.
    expect(settle(bare, { type: 'DigitalDelivery' })).toMatchObject({ reward: 'issued' });
  });

  test('what the upstream asks for is waited for, also when the backoff would be shorter', () => {
    const { order } = settle({ ...unknown, retryAfterMs: 90_000 });
    expect(order.dueAt).toBe(NOW + 90_000);
  });

  test('the cost is what all lines add up to, and stays unknown when one does not say', () => {
    const line = { productId: 'CVS', value: 1500, quantity: 1 };
    const said = sampleSnapshot({
      lines: [
        { ...line, cost: 1450 },
        { ...line, cost: 50 },
      ],
    });
    const unsaid = sampleSnapshot({ lines: [{ ...line, cost: null }] });
    expect(settle({ kind: 'found', order: said }).order.cost).toBe(1500);
    expect(settle({ kind: 'found', order: unsaid }, { cost: 1400 }).order.cost).toBe(1400);
  });

  test('a foreign order is named and never adopted', () => {
    const settlement = settle(mismatch);
    expect(settlement.strangers).toEqual(['up_8', 'up_9']);
    expect(settlement.order.upstreamId).toBeUndefined();
    expect(settlement.cards).toEqual([]);
  });
});

describe('an account that waits for funds', () => {
  test('is opened by its probe when that took money, and by nothing else', () => {
    const opened = (result: PlaceResult | LookResult, probe: boolean) =>
      settle(result, {}, { probe }).account?.to === 'open';
    expect(opened(completed, true)).toBe(true);
    expect(opened(pending, true)).toBe(true);
    // Sent before the account was parked, it says nothing about the funds after.
    expect(opened(completed, false)).toBe(false);
    // An order that was there already took no money now.
    expect(opened({ ...completed, duplicate: true }, true)).toBe(false);
    expect(opened({ kind: 'found', order: completed.order }, false)).toBe(false);
  });

  test('is probed anew at once when the probe said nothing about the funds, and after a minute when it may have', () => {
    const account = (result: PlaceResult | LookResult, probe: boolean) =>
      settle(result, {}, { probe }).account?.to;
    for (const result of [{ ...completed, duplicate: true }, mismatch, refused]) {
      expect(account(result, true)).toBe('unproved');
      expect(account(result, false)).toBeUndefined();
    }
    expect(account(unknown, true)).toBeUndefined();
    expect(account(noFunds, true)).toBe('parked');
  });
});

describe('a refusal is no proof that there is no gift card', () => {
  const noAddress = { kind: 'no_address', detail: 'gone' } as const;

  test.each([
    ['its reply was lost', { status: 'unknown' as const }, {}],
    ['its worker died', {}, { claimed: 'shared' as const }],
    ['a worker died long ago', {}, { deaths: 2 }],
  ])('where an earlier request may have made one: %s', (_why, order, asClaimed) => {
    for (const result of [refused, noAddress]) {
      const settlement = settle(result, order, { asClaimed });
      expect(settlement).toMatchObject({ order: { status: 'dead', dueAt: null }, reward: 'order_dead' });
    }
    // Answers that say nothing about the order let none of it be forgotten.
    for (const result of [slowed, noFunds, disabled])
      expect(settle(result, order, { asClaimed }).order.status).toBe('unknown');
  });

  test('and is one for an order that was never sent before', () => {
    expect(settle(noAddress).order.status).toBe('refused');
  });
});

describe('a hint that came while a worker was asking', () => {
  const waiting = { status: 'pending', upstreamId: 'up_1', tries: 3 } as const;
  const hinted = { ...waiting, hintedAt: NOW };

  test('brings the next look forward, but not within five seconds of this one', () => {
    const soon = settle(lookPending, hinted, { sendAt: NOW - SECOND_MS, asClaimed: { hintedAt: null } });
    expect(soon.order.dueAt).toBe(NOW + 4 * SECOND_MS);
    const slow = settle(lookPending, hinted, { sendAt: NOW - 9 * SECOND_MS, asClaimed: { hintedAt: null } });
    expect(slow.order.dueAt).toBe(NOW);
  });

  test('never delays a look that was planned earlier', () => {
    const first = settle(pending, { hintedAt: NOW }, { sendAt: NOW, asClaimed: { hintedAt: null } });
    expect(first.order.dueAt).toBe(NOW + 2 * SECOND_MS);
  });

  test('counts once: one that the claim knew of changes nothing', () => {
    const { order } = settle(lookPending, hinted, { sendAt: NOW });
    expect(order.dueAt).toBe(NOW + 5 * MINUTE_MS);
  });
});

describe('a search that proved nothing', () => {
  const unproved = { ...unknown, isAlive: true, isUnprovable: true } as const;

  test('is repeated, no sooner than a search may follow a search', () => {
    const { order, alert } = settle(unproved, { status: 'unknown', searches: 3, tries: 20 });
    expect(order).toMatchObject({ status: 'unknown', searches: 4 });
    expect(order.dueAt).toBeGreaterThanOrEqual(NOW + MINUTE_MS);
    expect(alert).toBeNull();
  });

  test('is the last one as the fifth, and leaves the cost that a retry would accept', () => {
    const settlement = settle({ ...unproved, askedCost: 1525 }, { status: 'unknown', searches: 4 });
    expect(settlement.order).toMatchObject({ status: 'dead', dueAt: null, searches: 5, askedCost: 1525 });
    expect(settlement).toMatchObject({ reward: 'order_dead', alert: 'order_dead' });
  });

  test('is not what an upstream without an answer makes, nor one that came too early: neither counts', () => {
    const early = { kind: 'too_early', detail: 'early', retryAfterMs: MINUTE_MS } as const;
    for (const result of [unknown, early]) {
      const { order } = settle(result, { status: 'unknown', searches: 4 });
      expect(order.status).toBe('unknown');
      expect(order.searches).toBeUndefined();
    }
    expect(settle(early, { status: 'unknown', tries: 2 }).order).toMatchObject({
      tries: 2,
      dueAt: NOW + MINUTE_MS,
    });
  });
});

test('only a call without a sound answer speaks against the account, and one that was never made says nothing', () => {
  expect(hasAnswered(unknown)).toBe(false);
  expect(hasAnswered({ ...unknown, isAlive: true })).toBe(true);
  for (const result of [completed, refused, noFunds, slowed, missing]) expect(hasAnswered(result)).toBe(true);
  expect(hasAnswered({ kind: 'too_early', detail: '', retryAfterMs: 1 })).toBeNull();
  expect(hasAnswered({ kind: 'never_sent' })).toBeNull();
});
