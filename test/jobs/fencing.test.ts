import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import type { GiftCards } from '../../server/domain/order/gift-cards.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Ordering, startOrdering } from './ordering.ts';
import { giftCardsThat, LEASE_MS, never, POLL_MS, until, workerOn } from './worker-on.ts';

async function allStatuses(goodturn: Ordering, rewards: Reward[]): Promise<Set<string>> {
  return new Set(await Promise.all(rewards.map(async (reward) => (await goodturn.orderOf(reward)).status)));
}

describe.each(DIALECTS)('a worker that was frozen past its lease, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;

  test('writes nothing: its successor has finished the order, and the audit shows one completion', async () => {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    let isSent = false;
    let wakeUp = () => {};
    const frozen = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    const zombie = workerOn(deps, 'zombie', {
      giftCards: giftCardsThat(deps, (place) => async (account, intent) => {
        const result = await place(account, intent);
        isSent = true;
        await frozen;
        return result;
      }),
    });
    const zombieEnds = zombie.settle();
    await until(() => isSent);

    const successor = workerOn(deps, 'successor');
    clock.now += LEASE_MS - 1;
    await successor.settle();
    expect((await goodturn.orderOf(reward)).attempts, 'the lease still stands').toBe(1);
    clock.now += 2;
    await successor.settle();
    const finished = await goodturn.orderOf(reward);
    expect(finished).toMatchObject({ status: 'completed', attempts: 2 });
    const claim = await deps.store.read.claims.ofReward(reward.id);

    clock.now += 1000;
    wakeUp();
    await zombieEnds;
    expect(await goodturn.orderOf(reward)).toEqual(finished);
    expect(await deps.store.read.claims.ofReward(reward.id)).toEqual(claim);
    expect(await goodturn.history(reward)).toEqual(['earned', 'approved', 'ordering', 'issued']);
    expect(await goodturn.budget()).toEqual({ reserved: 0, spent: 1500 });
    expect(await goodturn.upstreamOrders()).toHaveLength(1);
  });
});

describe.each(DIALECTS)('a worker that was frozen before it sent, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;
  const refusing = giftCardsThat(deps, () => async () => ({ kind: 'refused', detail: 'no such product' }));

  async function earnOne(): Promise<Reward> {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    goodturn.alerts.length = 0;
    return reward;
  }
  async function madeFor(reward: Reward): Promise<number> {
    const { poNumber } = await goodturn.orderOf(reward);
    return (await goodturn.upstreamOrders()).filter(({ PONumber }) => PONumber === poNumber).length;
  }
  /** A worker with the order in hand, that stays at this moment until it is woken. */
  async function freeze(where: 'before its turn' | 'before its call' | 'in its call', isTimed = false) {
    const [reached, woken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const sleep = async () => {
      reached.resolve();
      await woken.promise;
    };
    const late = where === 'in its call' && { nextTurn: async () => true };
    const giftCards = giftCardsThat(deps, (place) => async (account, intent) => {
      await sleep();
      return place({ ...account, ...late }, intent);
    });
    if (where === 'before its turn') {
      const until = clock.now + 1000;
      await deps.store.write('account-state', (rows) => rows.accounts.slowUntil('installation', until));
    }
    const endsAttempt = () => isTimed && woken.promise.then(() => true);
    const parts = where === 'before its turn' ? { pause: sleep } : { giftCards, endsAttempt };
    const ends = workerOn(deps, 'zombie', parts).settle();
    await reached.promise;
    return {
      async wake() {
        woken.resolve();
        await ends;
      },
    };
  }
  /** Its lease runs out, the successor is refused, and a person cancels on proof that the upstream has no such order. */
  async function endMeanwhile(reward: Reward): Promise<void> {
    clock.now += 2 * LEASE_MS;
    await workerOn(deps, 'successor', { giftCards: refusing }).settle();
    clock.now += 2 * MINUTE_MS;
    const told = await goodturn.post(`/v1/rewards/${reward.id}/cancel`, { reason: 'nobody knows it' });
    expect(told.status).toBe(200);
    goodturn.alerts.length = 0;
  }

  test.each(['before its turn', 'before its call'] as const)(
    '%s, buys nothing for an order that was cancelled since',
    async (where) => {
      const before = await goodturn.budget();
      const reward = await earnOne();
      const zombie = await freeze(where);
      await endMeanwhile(reward);
      const ended = await goodturn.orderOf(reward);
      await zombie.wake();
      expect(await madeFor(reward)).toBe(0);
      expect(await goodturn.orderOf(reward)).toEqual(ended);
      expect(await goodturn.rewardNow(reward)).toMatchObject({ status: 'cancelled' });
      expect(await goodturn.budget()).toEqual(before);
      expect(goodturn.alerts).toEqual([]);
    },
  );

  test('before its call, buys nothing for a purchase that came back since', async () => {
    const before = await goodturn.budget();
    const reward = await earnOne();
    const zombie = await freeze('before its call');
    const customer = { id: reward.recipient.externalId };
    const told = { type: 'refund', eventId: `back_${reward.eventId}`, refersTo: reward.eventId, customer };
    await goodturn.post('/v1/events', told);
    for (let minute = 0; minute < 5; minute += 1) {
      clock.now += MINUTE_MS;
      await workerOn(deps, 'successor').settle();
    }
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'cancelled' });
    await zombie.wake();
    expect(await madeFor(reward)).toBe(0);
    expect(await goodturn.budget()).toEqual(before);
  });

  test('and that nobody followed gives its order back: no death is counted, and the next one sends it', async () => {
    const reward = await earnOne();
    const zombie = await freeze('before its turn');
    clock.now += 2 * LEASE_MS;
    await zombie.wake();
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed', deaths: 0 });
    expect(await madeFor(reward)).toBe(1);
  });

  test.each([
    ['its answer comes first', false],
    ['its time is over first', true],
  ])(
    'too late for any check, leaves an alert about the order that nobody would look for: %s',
    async (_when, isTimed) => {
      const reward = await earnOne();
      const zombie = await freeze('in its call', isTimed);
      await endMeanwhile(reward);
      await zombie.wake();
      const { id, poNumber } = await goodturn.orderOf(reward);
      const made = (await goodturn.upstreamOrders()).find((order) => order.PONumber === poNumber);
      expect(goodturn.alerts).toMatchObject([
        {
          kind: 'order_made_late',
          data: { orderId: id, poNumber, status: 'cancelled', upstreamId: made?.Id },
        },
      ]);
    },
  );

  test('leaves no alert where its successor has the very order', async () => {
    const reward = await earnOne();
    const zombie = await freeze('in its call');
    clock.now += 2 * LEASE_MS;
    await workerOn(deps, 'successor').settle();
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed' });
    await zombie.wake();
    expect(await madeFor(reward)).toBe(1);
    expect(goodturn.alerts).toEqual([]);
  });
});

describe.each(DIALECTS)('an attempt whose calls take too long together, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;

  test('ends as unknown while its lease stands, and counts as no death', async () => {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    const limits: number[] = [];
    const slow = workerOn(deps, 'slow', {
      giftCards: giftCardsThat(deps, () => never),
      endsAttempt: (ms) => limits.push(ms) > 0,
    });
    await slow.settle();
    expect(Math.max(...limits)).toBeLessThan(LEASE_MS);
    expect(await deps.store.read.orders.ofRewards([reward.id])).toMatchObject([
      { status: 'unknown', claimed: 'no', deaths: 0, tries: 1 },
    ]);
    clock.now += 10 * LEASE_MS;
    await workerOn(deps, 'quick').settle();
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed' });
  });
});

describe.each(DIALECTS)('orders in the hands of a worker that died, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;

  test('all run again within lease and poll, none twice at the upstream', async () => {
    const rewards = await goodturn.earn(20);
    const diedAt = clock.now;
    let held = 0;
    const holding = giftCardsThat(deps, () => () => {
      held += 1;
      return never();
    });
    void workerOn(deps, 'dead', { giftCards: holding }).settle();
    await until(() => held === 20);

    const survivor = workerOn(deps, 'survivor');
    await survivor.settle();
    expect(await allStatuses(goodturn, rewards)).toEqual(new Set(['queued']));
    while ((await allStatuses(goodturn, rewards)).has('queued')) {
      clock.now += POLL_MS;
      await survivor.settle();
    }
    expect(clock.now - diedAt).toBeLessThanOrEqual(LEASE_MS + 2 * POLL_MS);
    expect(await allStatuses(goodturn, rewards)).toEqual(new Set(['completed']));
    expect([...(await goodturn.creates()).values()]).toEqual(Array(20).fill(1));
  });

  test('count no death when a worker that stops gives them back', async () => {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    const paused = Promise.withResolvers<void>();
    const stopping = workerOn(deps, 'stopping', {
      settings: { ratePerSecond: 1 },
      pause: (_ms, signal) =>
        new Promise((resolve) => {
          paused.resolve();
          signal.addEventListener('abort', () => resolve());
        }),
    });
    await deps.store.write('account-state', (rows) =>
      rows.accounts.slowUntil('installation', clock.now + 5000),
    );
    stopping.start();
    await paused.promise;
    await stopping.stop();
    expect(await goodturn.orderOf(reward)).toMatchObject({
      status: 'queued',
      claimed: 'no',
      deaths: 0,
      dueAt: clock.now,
    });
    clock.now += 5000;
    await workerOn(deps, 'next').settle();
    expect((await goodturn.orderOf(reward)).status).toBe('completed');
  });
});

describe.each(DIALECTS)('an order that kills its worker each time, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;
  const [poison, ...healthy] = await goodturn.earn(9);
  if (!poison) throw new Error('nothing earned');
  const poisonNumber = (await goodturn.orderOf(poison)).poNumber;

  /** One process: it dies with the poison, and what it had in hand dies with it. */
  async function live(name: string): Promise<'died' | 'lived'> {
    const death = Promise.withResolvers<'died'>();
    let dead = false;
    const mortal = (place: GiftCards['place']): GiftCards['place'] =>
      async function placeUntilDeath(account, intent) {
        if (intent.poNumber === poisonNumber) {
          dead = true;
          death.resolve('died');
        }
        if (dead) return never();
        const result = await place(account, intent);
        return dead ? never() : result;
      };
    const worker = workerOn(deps, name, {
      giftCards: giftCardsThat(deps, mortal),
      settings: { concurrency: 3 },
    });
    return Promise.race([death.promise, worker.settle().then(() => 'lived' as const)]);
  }

  test('runs alone after two deaths and is set aside after five lone ones, while all others flow', async () => {
    let deaths = 0;
    let othersDoneAfter = 0;
    for (let life = 1; life <= 12; life += 1) {
      if ((await live(`life ${life}`)) === 'died') deaths += 1;
      clock.now += LEASE_MS + POLL_MS;
      const statuses = await allStatuses(goodturn, healthy);
      if (statuses.size > 1 || !statuses.has('completed')) othersDoneAfter = life;
    }
    expect(deaths).toBe(2 + 5);
    expect(await allStatuses(goodturn, healthy)).toEqual(new Set(['completed']));
    // The others needed no more than the lives that the suspect took from them at first.
    expect(othersDoneAfter).toBeLessThanOrEqual(7);
    expect(await goodturn.orderOf(poison)).toMatchObject({ status: 'dead', dueAt: null, attempts: 7 });
    expect(await goodturn.rewardNow(poison)).toMatchObject({ status: 'failed', reason: 'order_dead' });
    for (const number of (await goodturn.creates()).values()) expect(number).toBeLessThanOrEqual(3);
  });

  test('is told to operators once and keeps its budget', async () => {
    const { id } = await goodturn.orderOf(poison);
    const [alert, ...others] = goodturn.alerts;
    expect(alert).toMatchObject({ kind: 'order_dead', data: { orderId: id, rewardId: poison.id } });
    expect(others).toEqual([]);
    expect(await goodturn.budget()).toEqual({ reserved: 1500, spent: 8 * 1500 });
  });

  test('works when it is sent again by id, once, under its own number', async () => {
    const retry = () => goodturn.post(`/v1/rewards/${poison.id}/retry`, { reason: 'fixed' });
    expect((await retry()).status).toBe(200);
    expect((await retry()).status).toBe(409);
    await goodturn.pass(0);
    expect(await goodturn.orderOf(poison)).toMatchObject({ status: 'completed', poNumber: poisonNumber });
    expect((await goodturn.creates()).get(poisonNumber)).toBe(1);
    expect((await goodturn.history(poison)).slice(-3)).toEqual(['failed', 'ordering', 'issued']);
    expect((await retry()).status).toBe(409);
  });
});
