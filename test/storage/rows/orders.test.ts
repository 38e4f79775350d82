import { describe, expect, test } from 'vitest';
import type { Lease, Order } from '../../../server/domain/order/order.ts';
import { DIALECTS } from '../../support/databases.ts';
import { NOW, openRows } from './open-rows.ts';

const LEASE: Lease = { claimed: 'shared', deaths: 0, loneDeaths: 0, leaseUntil: NOW + 30_000 };
const PENDING = { status: 'pending', upstreamId: 'up_1', dueAt: NOW + 60_000, tries: 1 } as const;
const DONE = { status: 'completed', dueAt: null, tries: 0, completedAt: NOW } as const;

function attempt(order: Order, number: number, startedAt = NOW) {
  return { orderId: order.id, number, worker: 'w', startedAt, endedAt: null };
}

describe.each(DIALECTS)('orders in %s', async (dialect) => {
  const { store, write, addOrder } = await openRows(dialect);
  const find = (id: string) => store.read.orders.find(id);
  const due = (more: object = {}) =>
    store.read.orders.due({ accountId: 'installation', now: NOW, limit: 100, suspects: false, ...more });
  const idsOf = (orders: Order[]) => orders.map(({ id }) => id);
  const start = (order: Order, number = 1, lease: Partial<Lease> = {}) =>
    write((rows) => rows.orders.start(attempt(order, number), { ...LEASE, ...lease }));
  const settle = (order: Order, number: number, patch: Parameters<typeof store.read.orders.settle>[2]) =>
    write((rows) => rows.orders.settle(order.id, number, patch, NOW));

  test('come back as they were written', async () => {
    const order = await addOrder({ message: 'Thanks!', cost: 1450, hintedAt: NOW, warnedAt: NOW });
    expect(await find(order.id)).toEqual(order);
    expect(await store.read.orders.ofRewards([order.rewardId, 'rwd_none'])).toEqual([order]);
  });

  test('are refused a second time for one reward or one number', async () => {
    const first = await addOrder();
    const again = (change: Partial<Order>) =>
      write((rows) => rows.orders.insert([{ ...first, id: 'ord_again', ...change }]));
    await expect(again({ poNumber: 'GTOTHER' })).rejects.toThrow();
    const second = await addOrder();
    await expect(again({ rewardId: second.rewardId, poNumber: first.poNumber })).rejects.toThrow();
    expect(await find('ord_again')).toBeUndefined();
  });

  test('are due oldest first, by account, kind and time', async () => {
    const [late, early] = [await addOrder({ dueAt: NOW - 10 }), await addOrder({ dueAt: NOW - 20 })];
    const waiting = await addOrder({ status: 'pending', upstreamId: 'up_1', dueAt: NOW - 5 });
    const later = await addOrder({ dueAt: NOW + 1 });
    const found = idsOf(await due());
    expect(found.filter((id) => [late.id, early.id, waiting.id].includes(id))).toEqual([
      early.id,
      late.id,
      waiting.id,
    ]);
    expect(found).not.toContain(later.id);
    expect(idsOf(await due({ kind: 'look' }))).toEqual([waiting.id]);
    expect(idsOf(await due({ kind: 'send' }))).not.toContain(waiting.id);
    expect(await due({ limit: 1 })).toHaveLength(1);
    expect(await due({ accountId: 'other' })).toEqual([]);
  });

  test('start once under one number, and count as running until the lease ends', async () => {
    const order = await addOrder();
    const before = await store.read.orders.running('installation', NOW);
    expect(await start(order)).toBe(true);
    expect(await start(order)).toBe(false);
    expect(await find(order.id)).toMatchObject({ ...LEASE, attempts: 1, dueAt: LEASE.leaseUntil });
    expect(await store.read.orders.running('installation', NOW)).toBe(before + 1);
    expect(await store.read.orders.running('installation', LEASE.leaseUntil)).toBe(0);
    expect(idsOf(await due())).not.toContain(order.id);
    expect(idsOf(await due({ now: LEASE.leaseUntil }))).toContain(order.id);
  });

  test('are settled by the newest attempt alone, and only once', async () => {
    const order = await addOrder();
    await start(order);
    await start(order, 2);
    const held = await find(order.id);
    expect(await settle(order, 1, DONE)).toBe(false);
    expect(await find(order.id)).toEqual(held);
    expect(await settle(order, 2, PENDING)).toBe(true);
    expect(await find(order.id)).toMatchObject({ ...PENDING, claimed: 'no', leaseUntil: 0 });
    expect(await settle(order, 2, DONE)).toBe(false);
    expect((await find(order.id))?.status).toBe('pending');
  });

  test('run alone from two deaths on, and are healthy again after an end', async () => {
    const order = await addOrder();
    await start(order, 1, { leaseUntil: NOW });
    expect(idsOf(await due({ suspects: true }))).not.toContain(order.id);
    expect(idsOf(await due())).toContain(order.id);
    await start(order, 2, { deaths: 1, leaseUntil: NOW });
    expect(idsOf(await due({ suspects: true }))).toEqual([order.id]);
    expect(idsOf(await due())).not.toContain(order.id);
    await start(order, 3, { claimed: 'alone', deaths: 2, loneDeaths: 0, leaseUntil: NOW });
    await settle(order, 3, { ...PENDING, dueAt: NOW });
    expect(await find(order.id)).toMatchObject({ deaths: 0, loneDeaths: 0 });
    expect(idsOf(await due())).toContain(order.id);
  });

  test('given back are as before the claim, and due', async () => {
    const order = await addOrder();
    await start(order, 1, { claimed: 'alone', deaths: 2, loneDeaths: 3, leaseUntil: NOW });
    const suspect = await find(order.id);
    if (!suspect) throw new Error('lost');
    await start(order, 2, { claimed: 'alone', deaths: 3, loneDeaths: 4 });
    const giveBack = (number: number) => write((rows) => rows.orders.giveBack(suspect, number, NOW));
    expect(await giveBack(1)).toBe(false);
    expect(await giveBack(2)).toBe(true);
    expect(await find(order.id)).toMatchObject({ claimed: 'alone', deaths: 2, loneDeaths: 3, dueAt: NOW });
    expect(idsOf(await due({ suspects: true }))).toContain(order.id);
    // Its number is used up: a late answer of the one who gave it back writes nothing.
    expect(await write((rows) => rows.orders.start(attempt(order, 2), LEASE))).toBe(false);
  });

  test('are set aside only as they were seen, and put back only from where a person may', async () => {
    const order = await addOrder();
    await start(order, 1, { leaseUntil: NOW });
    expect(await write((rows) => rows.orders.bury(order.id, 0, NOW))).toBe(false);
    expect(await write((rows) => rows.orders.bury(order.id, 1, NOW))).toBe(true);
    expect(await find(order.id)).toMatchObject({ status: 'dead', dueAt: null, claimed: 'no' });
    expect(await write((rows) => rows.orders.requeue(order.id, ['refused'], NOW))).toBe(false);
    expect(await write((rows) => rows.orders.requeue(order.id, ['refused', 'dead'], NOW))).toBe(true);
    expect(await find(order.id)).toMatchObject({ status: 'unknown', dueAt: NOW, poNumber: order.poNumber });
    expect(await write((rows) => rows.orders.requeue(order.id, ['refused', 'dead'], NOW))).toBe(false);
  });

  test('are cancelled while every attempt was refused, and never where one may have been sent', async () => {
    const cancel = async (id: string) => (await write((rows) => rows.orders.cancel([id]))).includes(id);
    const REFUSED = { status: 'queued', dueAt: NOW, tries: 0 } as const;
    const refused = await addOrder();
    for (const number of [1, 2]) {
      await start(refused, number);
      expect(await cancel(refused.id)).toBe(false);
      await settle(refused, number, REFUSED);
    }
    expect(await cancel(refused.id)).toBe(true);
    expect(await start(refused, 3)).toBe(false);
    // The worker of its first attempt died, and what became of that is unknown, whatever the second was answered.
    const died = await addOrder();
    await start(died, 1, { leaseUntil: NOW });
    await start(died, 2, { deaths: 1 });
    await settle(died, 2, REFUSED);
    expect(await cancel(died.id)).toBe(false);
  });

  test('are cancelled while nobody ever took them, or once they rest without a gift card, and never else', async () => {
    const cancel = async (id: string) => (await write((rows) => rows.orders.cancel([id]))).includes(id);
    const queued = await addOrder();
    expect(await cancel(queued.id)).toBe(true);
    expect(await find(queued.id)).toMatchObject({ status: 'cancelled', dueAt: null });
    expect(await cancel(queued.id)).toBe(false);
    // A worker that had found it due before finds it ended, and leaves no trace of an attempt.
    expect(await start(queued)).toBe(false);
    expect(await find(queued.id)).toMatchObject({ status: 'cancelled', attempts: 0, claimed: 'no' });
    expect(await write((rows) => rows.orders.requeue(queued.id, ['refused', 'dead'], NOW))).toBe(false);

    const taken = await addOrder();
    await start(taken);
    expect(await cancel(taken.id)).toBe(false);
    await settle(taken, 1, PENDING);
    expect(await cancel(taken.id)).toBe(false);
    for (const status of ['unknown', 'completed', 'quarantined', 'dead'] as const) {
      const completedAt = status === 'completed' ? NOW : null;
      const order = await addOrder({ status, completedAt, dueAt: status === 'unknown' ? NOW : null });
      expect([status, await cancel(order.id)]).toEqual([status, false]);
    }
    for (const [status, attempts, isSure] of [
      ['refused', 1, true],
      // The first request may have made it.
      ['refused', 2, false],
      ['failed', 2, true],
      ['parked', 2, true],
    ] as const) {
      const order = await addOrder({ status, dueAt: null, attempts });
      expect([status, attempts, await cancel(order.id)]).toEqual([status, attempts, isSure]);
    }
  });

  test('are brought forward by a hint, never pushed back, never within the pause after an attempt', async () => {
    const order = await addOrder();
    const hint = (now: number) => write((rows) => rows.orders.hint(order.id, now, 5000));
    await start(order);
    expect(await hint(NOW + 1)).toBe(false);
    expect(await find(order.id)).toMatchObject({ hintedAt: NOW + 1, dueAt: LEASE.leaseUntil });
    await settle(order, 1, PENDING);
    expect(await hint(NOW + 2000)).toBe(false);
    expect(await find(order.id)).toMatchObject({ hintedAt: NOW + 2000, dueAt: NOW + 5000 });
    expect(await hint(NOW + 2001)).toBe(false);
    expect((await find(order.id))?.hintedAt).toBe(NOW + 2000);
    await start(order, 2);
    await settle(order, 2, PENDING);
    expect(await hint(NOW + 9000)).toBe(true);
    expect((await find(order.id))?.dueAt).toBe(NOW + 9000);
    await start(order, 3);
    await settle(order, 3, DONE);
    expect(await hint(NOW + 60_000)).toBe(false);
    expect(await find(order.id)).toMatchObject({ status: 'completed', dueAt: null });
  });

  test('cannot rest while due, be due while at rest, or complete without a time', async () => {
    const order = await addOrder();
    await start(order);
    await expect(settle(order, 1, { ...DONE, dueAt: NOW })).rejects.toThrow();
    await expect(settle(order, 1, { status: 'pending', dueAt: null, tries: 0 })).rejects.toThrow();
    await expect(settle(order, 1, { status: 'completed', dueAt: null, tries: 0 })).rejects.toThrow();
    expect((await find(order.id))?.status).toBe('queued');
  });
});

describe.each(DIALECTS)('accounts in %s', async (dialect) => {
  const { store, write } = await openRows(dialect);
  const account = () => store.read.accounts.find('installation');
  const setState = (state: 'open' | 'parked' | 'stopped', probeAt: number) =>
    write((rows) => rows.accounts.setState('installation', state, probeAt));

  test('hand out turns that never overlap and never lie in the past', async () => {
    const take = (count: number, now: number) =>
      write((rows) => rows.accounts.takeTurns('installation', { count, everyMs: 200, now, change: {} }));
    const firsts = await Promise.all([take(2, NOW), take(3, NOW), take(1, NOW)]);
    expect(firsts.toSorted((a, b) => a - b)[0]).toBe(NOW);
    expect((await account())?.nextSendAt).toBe(NOW + 6 * 200);
    expect(new Set(firsts).size).toBe(3);
    expect(await take(1, NOW + 60_000)).toBe(NOW + 60_000);
  });

  test('are slowed but never sped up', async () => {
    await write((rows) => rows.accounts.slowUntil('installation', NOW + 90_000));
    await write((rows) => rows.accounts.slowUntil('installation', NOW));
    expect((await account())?.nextSendAt).toBe(NOW + 90_000);
  });

  test('tell a change from a repeat, so that it is told once', async () => {
    expect(await setState('parked', NOW)).toBe(true);
    expect(await setState('parked', NOW + 1)).toBe(false);
    expect(await account()).toMatchObject({ state: 'parked', probeAt: NOW + 1 });
    expect(await setState('open', 0)).toBe(true);
    expect(await setState('open', 0)).toBe(false);
  });

  test('once stopped are opened by naming their credentials and by nothing else', async () => {
    expect(await setState('stopped', 0)).toBe(true);
    // Answers to calls that were under way come in late.
    expect(await setState('parked', NOW)).toBe(false);
    expect(await setState('open', 0)).toBe(false);
    expect((await account())?.state).toBe('stopped');
    await write((rows) => rows.accounts.put('installation', 'named anew'));
    expect(await account()).toMatchObject({ state: 'open', sealedCredentials: 'named anew' });
  });
});
