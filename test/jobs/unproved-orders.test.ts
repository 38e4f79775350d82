import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import type { FindResult, GiftCards, PacedAccount } from '../../server/domain/order/gift-cards.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { startScriptedUpstream } from '../support/scripted-upstream.ts';
import { startOrdering } from './ordering.ts';
import { never, realGiftCards, workerOn } from './worker-on.ts';

/** More of today than a search reads. */
const STRANGERS = 5000;

function strangers(page: number) {
  return Array.from({ length: 100 }, (_, at) => ({
    Id: `other-${page}-${at}`,
    PONumber: `OTHER${page}N${at}`,
    CreatedDate: '2026-11-23T12:00:00Z',
  }));
}

/** An upstream whose replies to orders are lost, and whose list is long. */
describe.each(DIALECTS)('an order that is looked for and never found, on %s', async (dialect) => {
  const upstream = await startScriptedUpstream();
  afterAll(() => upstream.stop());
  upstream.on('POST /__sandbox/settings', { body: {} });
  const goodturn = await startOrdering(dialect, { sandboxUrl: upstream.url });
  const { deps, clock, alerts } = goodturn;
  const { store } = deps;

  let numbers: string[] = [];
  const listed = (page: number): object[] => strangers(page);
  beforeEach(async () => {
    await store.write('account-state', (rows) => rows.accounts.answered('installation'));
    alerts.length = 0;
    numbers = [];
    upstream.on('POST /v1/Orders', ({ body }) => {
      numbers.push(JSON.parse(body).PONumber);
      return { status: 504, body: '' };
    });
    upstream.on('GET /v1/Orders', ({ path }) => {
      const page = Number(new URL(path, upstream.url).searchParams.get('pageIndex'));
      return { body: { Data: listed(page), TotalCount: STRANGERS } };
    });
  });

  type Parts = NonNullable<Parameters<typeof workerOn>[2]>;
  const workerWith = (parts: Parts = {}) =>
    workerOn(deps, 'searching', {
      // Time goes on by waiting alone.
      async pause(ms) {
        clock.now += ms;
      },
      ...parts,
    });
  async function sent(): Promise<Reward> {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    await workerWith().settle();
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown' });
    return reward;
  }
  async function takeBack({ eventId, recipient }: Reward): Promise<void> {
    const customer = { id: recipient.externalId };
    await goodturn.post('/v1/events', {
      ...{ type: 'refund', eventId: `back_${eventId}`, refersTo: eventId, customer },
    });
  }
  /** So many minutes, and what is due in each of them. */
  async function pass(minutes: number, parts?: Parts): Promise<void> {
    const worker = workerWith(parts);
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.now += MINUTE_MS;
      await worker.settle();
    }
  }
  /** Once, after as many searches as it takes, and with one alert. */
  async function expectSetAside(reward: Reward): Promise<void> {
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'dead', searches: 5 });
    expect(alerts.map(({ kind }) => kind)).toEqual(['order_dead']);
  }
  const account = () => store.read.accounts.find('installation');

  /** An upstream that answers all requests of an attempt but the last of so many, and is waited for in vain. */
  function slowAfter(call: 'find' | 'place', requests: number): Parts {
    let isAsked = Promise.withResolvers<boolean>();
    async function slow({ nextTurn }: PacedAccount): Promise<never> {
      for (let request = 1; request <= requests; request += 1) await nextTurn();
      isAsked.resolve(true);
      return never();
    }
    async function endsAttempt(): Promise<boolean> {
      const isOver = await isAsked.promise;
      isAsked = Promise.withResolvers();
      return isOver;
    }
    return { giftCards: { ...realGiftCards(deps), [call]: slow }, endsAttempt };
  }

  const priceIs = (fee: number) =>
    store.write('keep-catalogue', (rows) =>
      rows.catalogues.putCosts('installation', [{ productId: 'CVS', fee, discountBasisPoints: 0 }]),
    );

  test('since the pace leaves no turns to read the list: it is set aside after five searches, with its alert', async () => {
    const reward = await sent();
    await takeBack(reward);
    const before = upstream.seen('GET /v1/Orders').length;
    await pass(30, { settings: { ratePerSecond: 0.5, concurrency: 1 } });
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'dead', searches: 5 });
    expect(alerts).toMatchObject([{ kind: 'order_dead', data: { rewardId: reward.id } }]);
    const pages = upstream.seen('GET /v1/Orders').length - before;
    expect(pages).toBeLessThan(5 * 20);
    expect(numbers).toHaveLength(1);
  });

  test('since the list names it and the upstream does not show it: it is set aside likewise', async () => {
    const reward = await sent();
    await takeBack(reward);
    upstream.on('GET /v1/Orders', { body: { Data: [{ Id: 'up-gone', PONumber: numbers[0] }] } });
    upstream.on('GET /v1/Orders/up-gone', { status: 404, body: '' });
    await pass(30);
    await expectSetAside(reward);
  });

  test('that a 409 names and the upstream does not show: it is set aside likewise, in minutes', async () => {
    const reward = await sent();
    upstream.on('POST /v1/Orders', { status: 409, body: { PreviousOrderIds: ['up-gone'] } });
    upstream.on('GET /v1/Orders/up-gone', { status: 404, body: '' });
    await pass(30);
    await expectSetAside(reward);
  });

  test.each([
    { when: 'it came back', call: 'find', requests: 3 },
    { when: 'it is there already', call: 'place', requests: 4 },
  ] as const)(
    'since its list is slow when $when: it is set aside, and the account does not count as unreachable',
    async ({ call, requests }) => {
      const reward = await sent();
      if (call === 'find') await takeBack(reward);
      await pass(30, slowAfter(call, requests));
      await expectSetAside(reward);
      expect(await account()).toMatchObject({ unreachableAt: null });
    },
  );

  test('is not set aside because others were told to go slower in the middle of its searches', async () => {
    const reward = await sent();
    await takeBack(reward);
    const giftCards: GiftCards = {
      ...realGiftCards(deps),
      async find({ nextTurn }) {
        await nextTurn();
        const rest = clock.now + MINUTE_MS;
        await store.write('account-state', (rows) => rows.accounts.slowUntil('installation', rest));
        if (await nextTurn()) return { kind: 'absent' };
        return { kind: 'unknown', detail: 'no turn', retryAfterMs: null, isAlive: true };
      },
    };
    await pass(30, { giftCards });
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', searches: 0 });
    expect(alerts).toEqual([]);
    await pass(10, { giftCards: { ...realGiftCards(deps), find: async () => ({ kind: 'absent' }) } });
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled' });
  });

  test('is not set aside while the upstream does not answer at all: that is told of the account', async () => {
    const reward = await sent();
    await takeBack(reward);
    upstream.on('GET /v1/Orders', { status: 503, body: '' });
    await pass(30);
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', searches: 0 });
    expect(alerts.map(({ kind }) => kind)).toEqual(['account_unreachable']);
    upstream.on('GET /v1/Orders', { body: { Data: [], TotalCount: 0 } });
    await pass(10);
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled' });
  });

  test('is not set aside by one search, however often it was sent before, and the next one may end it', async () => {
    const reward = await sent();
    await pass(8);
    expect((await goodturn.orderOf(reward)).tries).toBeGreaterThan(5);
    await takeBack(reward);
    const answers: FindResult[] = Array(4).fill({
      ...{ kind: 'unknown', detail: 'no turn', retryAfterMs: null, isAlive: true },
    });
    const find: GiftCards['find'] = async () => answers.pop() ?? { kind: 'absent' };
    await pass(40, { giftCards: { ...realGiftCards(deps), find } });
    expect(answers).toEqual([]);
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled' });
    expect(alerts.filter(({ kind }) => kind === 'order_dead')).toEqual([]);
  });

  test('by a worker that stops in the middle of it was not looked for', async () => {
    const reward = await sent();
    await takeBack(reward);
    clock.now += 2 * MINUTE_MS;
    const [asked, stopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const giftCards: GiftCards = {
      ...realGiftCards(deps),
      async find({ nextTurn }) {
        await nextTurn();
        asked.resolve();
        await stopped.promise;
        if (await nextTurn()) return { kind: 'absent' };
        return { kind: 'unknown', detail: 'no turn', retryAfterMs: null, isAlive: true };
      },
    };
    const stopping = workerWith({ giftCards });
    stopping.start();
    await asked.promise;
    const stop = stopping.stop();
    stopped.resolve();
    await stop;
    expect(await goodturn.orderOf(reward)).toMatchObject({ searches: 0, claimed: 'no', deaths: 0 });
    await pass(2, { giftCards: { ...realGiftCards(deps), find: async () => ({ kind: 'absent' }) } });
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled' });
  });

  test('by a worker that stops after it heard that it is there already was not looked for either', async () => {
    const reward = await sent();
    clock.now += 5 * MINUTE_MS;
    const [asked, stopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const giftCards: GiftCards = {
      ...realGiftCards(deps),
      async place() {
        asked.resolve();
        await stopped.promise;
        return { kind: 'unknown', detail: 'no turn', retryAfterMs: null, isAlive: true, isUnprovable: true };
      },
    };
    const stopping = workerWith({ giftCards });
    stopping.start();
    await asked.promise;
    const stop = stopping.stop();
    stopped.resolve();
    await stop;
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', searches: 0 });
    await takeBack(reward);
    const absent: GiftCards['find'] = async () => ({ kind: 'absent' });
    await pass(10, { giftCards: { ...realGiftCards(deps), find: absent } });
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled' });
  });

  test('and became dearer meanwhile: its alert names the price, and a retry accepts it under the same number', async () => {
    await priceIs(0);
    const reward = await sent();
    await priceIs(25);
    await pass(30);
    const told = 'The gift card costs $15.25 now; $15 was agreed. A retry accepts the new cost.';
    const aside = await goodturn.orderOf(reward);
    expect(aside).toMatchObject({ status: 'dead', agreedCost: 1500, askedCost: 1525 });
    expect(aside.lastError).toContain(told);
    expect(alerts).toMatchObject([{ kind: 'order_dead', data: { detail: expect.stringContaining(told) } }]);
    expect(numbers).toEqual([aside.poNumber]);

    const retried = await goodturn.post(`/v1/rewards/${reward.id}/retry`, { reason: 'the price is fine' });
    expect(retried.status).toBe(200);
    upstream.on('POST /v1/Orders', ({ body }) => {
      numbers.push(JSON.parse(body).PONumber);
      return { status: 409, body: { PreviousOrderIds: ['up-late'] } };
    });
    const card = { ClaimLink: 'https://cards.example/late' };
    const line = { ProductId: 'CVS', Value: 15, Quantity: 1, ClaimData: [card] };
    const late = { Id: 'up-late', Type: 'Links', Status: 'Completed', LineItems: [line] };
    upstream.on('GET /v1/Orders/up-late', { body: { ...late, PONumber: aside.poNumber } });
    await pass(1);
    expect(numbers).toEqual([aside.poNumber, aside.poNumber]);
    const adopted = { status: 'completed', upstreamId: 'up-late', agreedCost: 1525, askedCost: null };
    expect(await goodturn.orderOf(reward)).toMatchObject(adopted);
  });
});

describe.each(DIALECTS)('an order that a 409 does not name, on %s', async (dialect) => {
  const upstream = await startScriptedUpstream();
  afterAll(() => upstream.stop());
  upstream.on('POST /__sandbox/settings', { body: {} });
  const goodturn = await startOrdering(dialect, { sandboxUrl: upstream.url });

  test('is set aside with its alert where the pace never leaves turns enough to find it', async () => {
    upstream.on('POST /v1/Orders', { status: 409, body: {} });
    upstream.on('GET /v1/Orders', ({ path }) => {
      const page = Number(new URL(path, upstream.url).searchParams.get('pageIndex'));
      return { body: { Data: strangers(page), TotalCount: STRANGERS } };
    });
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    const worker = workerOn(goodturn.deps, 'slow', {
      settings: { ratePerSecond: 1 / 6, concurrency: 1 },
      async pause(ms) {
        goodturn.clock.now += ms;
      },
    });
    for (let minute = 0; minute < 30; minute += 1) {
      goodturn.clock.now += MINUTE_MS;
      await worker.settle();
    }
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'dead' });
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['order_dead']);
  });
});
