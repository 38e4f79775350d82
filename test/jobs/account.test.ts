import { afterAll, describe, expect, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import { applyInstallation, INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Ordering, startOrdering } from './ordering.ts';
import { workerOn } from './worker-on.ts';

async function statuses(goodturn: Ordering, rewards: { id: string }[]): Promise<string[]> {
  return Promise.all(rewards.map(async (reward) => (await goodturn.orderOf(reward)).status));
}

async function posts(goodturn: Ordering): Promise<number> {
  return (await goodturn.requests()).filter(({ Method, Path }) => Method === 'POST' && Path === '/v1/Orders')
    .length;
}

async function accountState(goodturn: Ordering): Promise<string | undefined> {
  return (await goodturn.deps.store.read.accounts.find(INSTALLATION_ACCOUNT))?.state;
}

/** The states that `/metrics` shows as the account's. */
async function shownState({ deps }: Ordering): Promise<string[]> {
  const text = await deps.metrics.registry.metrics();
  const shown = text.matchAll(/account_state\{account="installation",state="(\w+)"\} 1/g);
  return [...shown].map(([, state]) => state ?? '');
}

describe.each(DIALECTS)('an account without funds on %s', async (dialect) => {
  const broke = await startSandbox({ port: 0, fundsMinor: 1600 });
  const goodturn = await startOrdering(dialect, {
    sandboxUrl: broke.url,
    env: { GIFT_CARD_API_CONCURRENCY: '2' },
  });
  afterAll(() => broke.stop());
  // One order that the upstream has taken and not finished: its look needs no funds.
  await goodturn.control('fault', { word: 'SIMSTUCK', times: 1 });
  const [pending] = await goodturn.earn(1);
  if (!pending) throw new Error('nothing earned');
  await goodturn.deps.worker.settle();
  const rewards = await goodturn.earn(11);
  const numbers = await Promise.all(rewards.map(async (reward) => (await goodturn.orderOf(reward)).poNumber));
  await goodturn.deps.worker.settle();

  test('is parked with one alert, and the orders that wait burn no attempts', async () => {
    expect(await accountState(goodturn)).toBe('parked');
    expect(await shownState(goodturn)).toEqual(['parked']);
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['account_parked']);
    expect(new Set(await statuses(goodturn, rewards))).toEqual(new Set(['queued']));
    const orders = await Promise.all(rewards.map((reward) => goodturn.orderOf(reward)));
    expect(orders.filter(({ attempts }) => attempts > 0).length).toBeLessThanOrEqual(2);
    expect(orders.every(({ tries }) => tries === 0)).toBe(true);
    expect((await goodturn.rewardNow(rewards[0] ?? pending)).status).toBe('ordering');
  });

  test('is probed by one order a minute, alerts no more, and looks at pending orders meanwhile', async () => {
    const before = await posts(goodturn);
    for (let minute = 1; minute <= 5; minute += 1) {
      for (let part = 0; part < 4; part += 1) await goodturn.pass(MINUTE_MS / 4);
      expect(await posts(goodturn), `minute ${minute}`).toBe(before + minute);
    }
    const looks = (await goodturn.requests()).filter(({ Method }) => Method === 'GET');
    expect(looks.length).toBeGreaterThanOrEqual(4);
    expect((await goodturn.orderOf(pending)).status).toBe('pending');
    expect(await accountState(goodturn)).toBe('parked');
    expect(goodturn.alerts).toHaveLength(1);
  });

  test('completes everything under the same numbers once it has funds', async () => {
    await goodturn.control('funding', { available: '1000.00' });
    await goodturn.pass(MINUTE_MS);
    await goodturn.pass(MINUTE_MS);
    expect(new Set(await statuses(goodturn, rewards))).toEqual(new Set(['completed']));
    expect(await accountState(goodturn)).toBe('open');
    expect(await shownState(goodturn)).toEqual(['open']);
    const bought = (await goodturn.upstreamOrders()).map(({ PONumber }) => PONumber);
    expect(new Set(bought)).toEqual(new Set([...numbers, (await goodturn.orderOf(pending)).poNumber]));
    expect(bought).toHaveLength(12);
    expect(goodturn.alerts).toHaveLength(1);
  });
});

describe.each(DIALECTS)(
  'an account that has funds again, with lost replies before, on %s',
  async (dialect) => {
    const broke = await startSandbox({ port: 0, fundsMinor: 4600 });
    const goodturn = await startOrdering(dialect, { sandboxUrl: broke.url });
    afterAll(() => broke.stop());

    test('does not wait a minute for each order that was bought before: those say nothing about the funds', async () => {
      await goodturn.control('fault', { word: 'SIMDROPAFTER', times: 3 });
      const bought = await goodturn.earn(3);
      await goodturn.deps.worker.settle();
      expect(new Set(await statuses(goodturn, bought))).toEqual(new Set(['unknown']));
      const waiting = await goodturn.earn(2);
      await goodturn.deps.worker.settle();
      expect(await accountState(goodturn)).toBe('parked');
      await goodturn.control('funding', { available: '1000.00' });
      await goodturn.pass(MINUTE_MS);
      expect(await statuses(goodturn, [...bought, ...waiting])).toEqual(Array(5).fill('completed'));
      expect(await accountState(goodturn)).toBe('open');
      expect(await goodturn.upstreamOrders()).toHaveLength(5);
    });
  },
);

describe.each(DIALECTS)('an account that is refused on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect, {
    env: { GIFT_CARD_API_EMAIL: 'disabled@giftcards.example', GIFT_CARD_API_TOKEN: 'sandbox-disabled-token' },
  });
  const rewards = await goodturn.earn(5);

  test('is stopped with one alert and left alone, for days if need be', async () => {
    await goodturn.deps.worker.settle();
    expect(await accountState(goodturn)).toBe('stopped');
    const calls = (await goodturn.requests()).length;
    await goodturn.pass(3 * 86_400_000);
    expect(await goodturn.requests()).toHaveLength(calls);
    expect(goodturn.alerts.map(({ kind }) => kind)).toEqual(['account_stopped']);
    expect(new Set(await statuses(goodturn, rewards))).toEqual(new Set(['queued']));
  });

  test('sends again under the same numbers when its credentials are named anew', async () => {
    await applyInstallation(goodturn.deps, 'NONE', {
      url: goodturn.sandboxUrl,
      email: 'sandbox@giftcards.example',
      token: 'sandbox-access-token',
    });
    await goodturn.deps.worker.settle();
    expect(new Set(await statuses(goodturn, rewards))).toEqual(new Set(['completed']));
    expect(await goodturn.upstreamOrders()).toHaveLength(5);
  });
});

describe.each(DIALECTS)('an upstream that asks to go slower on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { clock } = goodturn;
  const rewards = await goodturn.earn(3);

  test('is obeyed for the whole account, and no try counts against an order', async () => {
    const pauses: number[] = [];
    const worker = workerOn(goodturn.deps, 'alone', {
      settings: { concurrency: 1 },
      async pause(ms) {
        pauses.push(ms);
        clock.now += ms;
      },
    });
    await goodturn.control('fault', { word: 'SIMRATE429', times: 1 });
    await worker.settle();
    // `Retry-After: 1` of the sandbox: the next order had to wait for it too.
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(1000);
    clock.now += 60_000;
    await worker.settle();
    expect(new Set(await statuses(goodturn, rewards))).toEqual(new Set(['completed']));
    const orders = await Promise.all(rewards.map((reward) => goodturn.orderOf(reward)));
    expect(orders.map(({ tries }) => tries)).toEqual([0, 0, 0]);
    expect(await goodturn.upstreamOrders()).toHaveLength(3);
    expect(goodturn.alerts).toEqual([]);
  });

  test('holds no order in hand for a turn that is further off than a lease', async () => {
    const [late] = await goodturn.earn();
    if (!late) throw new Error('nothing earned');
    await goodturn.deps.store.write('account-state', (rows) =>
      rows.accounts.slowUntil(INSTALLATION_ACCOUNT, clock.now + 3_600_000),
    );
    await goodturn.deps.worker.settle();
    expect(await goodturn.orderOf(late)).toMatchObject({ claimed: 'no', attempts: 0 });
    await goodturn.pass(3_600_000);
    expect((await goodturn.orderOf(late)).status).toBe('completed');
  });
});
