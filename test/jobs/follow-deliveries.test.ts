import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../server/domain/clock.ts';
import {
  FOLLOW_ROUND_MS,
  type FollowParts,
  followDeliveries,
} from '../../server/domain/delivery/follow-deliveries.ts';
import type { GiftCardAccount, LookResult } from '../../server/domain/order/gift-cards.ts';
import type { Order } from '../../server/domain/order/order.ts';
import { createIds } from '../../server/ids.ts';
import { CAPABILITIES } from '../../server/upstream/capabilities.ts';
import { sampleSnapshot } from '../domain/order/sample-order.ts';
import { NOW, openRows } from '../storage/rows/open-rows.ts';
import { DIALECTS } from '../support/databases.ts';
import { quietLog } from '../support/quiet-log.ts';

const SILENT: LookResult = { kind: 'unknown', detail: 'No answer.', retryAfterMs: null };
const SENT: LookResult = { kind: 'found', order: sampleSnapshot({ type: 'PhysicalShipment', cards: [] }) };
const ARRIVED: LookResult = { kind: 'found', order: { ...SENT.order, isDelivered: true } };

/** Cards in the post, due since yesterday, and an upstream that shows of each what the test says. */
async function post(dialect: (typeof DIALECTS)[number], answer: (upstreamId: string) => LookResult) {
  const { store, write, addOrder } = await openRows(dialect);
  const clock = { now: NOW };
  const asked: string[] = [];
  const parts: FollowParts = {
    store,
    clock: () => clock.now,
    ids: createIds(),
    sealer: { seal: (plain) => plain, open: (sealed) => sealed },
    log: quietLog,
    giftCards: {
      capabilities: CAPABILITIES,
      find: async () => ({ kind: 'absent' }),
      orders: async () => ({ kind: 'page', orders: [], unreadable: 0, total: null }),
      async look(_account, upstreamId) {
        asked.push(upstreamId);
        return answer(upstreamId);
      },
    },
    accountOf: async (id): Promise<GiftCardAccount> => ({ id, url: '', email: '', token: '' }),
    pause: async () => {},
    ...{ ratePerSecond: 1000, concurrency: 2, leaseMs: 30_000 },
  };
  return {
    parts,
    asked,
    clock,
    write,
    /** A card that was sent yesterday unless said otherwise. */
    send: (upstreamId: string, change: Partial<Order> = {}) =>
      addOrder({
        ...{ type: 'PhysicalShipment', status: 'completed', deliveryStatus: 'sent', dueAt: null },
        ...{ upstreamId, completedAt: NOW - DAY_MS, followAt: NOW - HOUR_MS, ...change },
      }),
    async rounds(count: number, change: Partial<FollowParts> = {}) {
      for (let round = 0; round < count; round += 1) {
        clock.now += HOUR_MS;
        await followDeliveries({ ...parts, ...change });
      }
    },
    orderNow: async ({ id }: Order) => store.read.orders.find(id),
  };
}

describe.each(DIALECTS)('following cards in the post, on %s', (dialect) => {
  test.each([
    ['does not answer', {}],
    ['has no credentials', { accountOf: async () => undefined }],
  ])('an account that %s keeps no other from its turn', async (_, change: Partial<FollowParts>) => {
    const { send, asked, write, rounds, parts } = await post(dialect, (id) =>
      id === 'other' ? SENT : SILENT,
    );
    await write((rows) => rows.accounts.put('other', 'x'));
    for (let card = 0; card < 60; card += 1) await send(`silent-${card}`, { followAt: NOW - DAY_MS });
    await send('other', { accountId: 'other' });
    const accountOf = async (id: string) =>
      id === 'other' ? parts.accountOf(id) : (change.accountOf ?? parts.accountOf)(id);
    await rounds(1, { accountOf });
    expect(asked).toContain('other');
  });

  test('a round takes a tenth of each account’s turns, so that ten thousand cards have theirs within a day', async () => {
    const { send, asked, write, rounds } = await post(dialect, () => SENT);
    await write((rows) => rows.accounts.put('other', 'x'));
    for (let card = 0; card < 40; card += 1) await send(`card-${card}`);
    await send('other', { accountId: 'other', followAt: NOW - HOUR_MS + 1 });
    const aRound = { ratePerSecond: 5 };
    await rounds(1, aRound);
    expect(asked).toHaveLength(30 + 1);
    expect(asked).toContain('other');
    await rounds(1, aRound);
    expect(new Set(asked).size).toBe(41);
    expect(asked).toHaveLength(41);
    expect((30 * DAY_MS) / FOLLOW_ROUND_MS).toBeGreaterThan(10_000);
    // A slow account has a turn for them too.
    await send('last');
    await rounds(1, { ratePerSecond: 0.05 });
    expect(asked.at(-1)).toBe('last');
  });

  test('of two processes at one moment one asks about each card', async () => {
    const { send, asked, rounds } = await post(dialect, () => SENT);
    for (let card = 0; card < 10; card += 1) await send(`card-${card}`);
    await Promise.all([rounds(1), rounds(1)]);
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    expect(asked).toHaveLength(10);
  });

  test('a card that nobody answers for holds up no other, and is asked about once a day', async () => {
    const { send, asked, rounds } = await post(dialect, (id) => (id === 'bad' ? SILENT : SENT));
    await send('bad', { followAt: NOW - DAY_MS });
    for (let card = 0; card < 3; card += 1) await send(`good-${card}`);
    await rounds(12);
    const once = new Set(asked);
    expect([...once].toSorted()).toEqual(['bad', 'good-0', 'good-1', 'good-2']);
    const tries = asked.filter((id) => id === 'bad').length;
    await rounds(14);
    expect(asked.filter((id) => id === 'bad')).toHaveLength(2 * tries);
  });

  test('a month ends it, answered or not', async () => {
    const { send, rounds, orderNow } = await post(dialect, () => SILENT);
    const old = { completedAt: NOW - 40 * DAY_MS };
    const cards = [await send('first', old), await send('second', old)];
    await rounds(1);
    for (const card of cards) expect(await orderNow(card)).toMatchObject({ followAt: null });
  });

  test('an order of an older version, which knew no deliveries, is moved too, and one of links never', async () => {
    const { send, write, orderNow } = await post(dialect, () => SENT);
    const older = await send('older', { deliveryStatus: null, followAt: null });
    const link = await send('link', { type: 'Links', deliveryStatus: null, followAt: null });
    const moved = (order: Order) => write((rows) => rows.orders.deliver(order.id, 'sent', null));
    expect([await moved(older), await moved(link)]).toEqual([true, false]);
    expect([(await orderNow(older))?.deliveryStatus, (await orderNow(link))?.deliveryStatus]).toEqual([
      ...['sent', null],
    ]);
  });

  test('what will not come is not asked about, and what was set aside not for longer than a month', async () => {
    const { send, asked, rounds, orderNow } = await post(dialect, () => SENT);
    const failed = await send('failed', { status: 'failed', completedAt: null });
    const old = { completedAt: null, createdAt: NOW - 40 * DAY_MS };
    const dead = await send('dead', { status: 'dead', ...old });
    const pending = await send('pending', { status: 'pending', dueAt: NOW, ...old });
    await rounds(1);
    expect(asked.toSorted()).toEqual(['dead', 'pending']);
    for (const order of [failed, dead]) expect(await orderNow(order)).toMatchObject({ followAt: null });
    expect((await orderNow(pending))?.followAt).not.toBeNull();
  });

  test('the last question of the month is still answered', async () => {
    const { send, rounds, orderNow } = await post(dialect, () => ARRIVED);
    const card = await send('late', { completedAt: NOW - 40 * DAY_MS });
    await rounds(1);
    expect(await orderNow(card)).toMatchObject({ deliveryStatus: 'delivered', followAt: null });
  });

  test('an upstream that has enough is left alone until a later round, and nobody waits for it', async () => {
    const { send, asked, rounds, write, clock } = await post(dialect, () => ({
      kind: 'slowed',
      detail: 'Too many.',
      retryAfterMs: HOUR_MS,
    }));
    const waits: number[] = [];
    const change = { pause: async (ms: number) => void waits.push(ms) };
    await send('first');
    await send('second');
    await rounds(1, change);
    expect(asked).toEqual(['first']);
    // Nor for a turn that others have put off.
    await write((rows) => rows.accounts.slowUntil('installation', clock.now + 3 * HOUR_MS));
    await rounds(1, change);
    expect(asked).toEqual(['first']);
    expect(Math.max(0, ...waits)).toBeLessThan(2000);
  });

  test('a process that leaves stops between two cards, and the rest stay due', async () => {
    const leaving = new AbortController();
    const { send, asked, rounds, orderNow } = await post(dialect, () => {
      leaving.abort();
      return SILENT;
    });
    await send('first');
    const second = await send('second');
    await rounds(1, { signal: leaving.signal });
    expect(asked).toEqual(['first']);
    expect(await orderNow(second)).toEqual(second);
  });
});
