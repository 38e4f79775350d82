import { afterEach, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { openReward } from '../../server/domain/delivery/open-reward.ts';
import { keepCatalogues } from '../../server/jobs/keep-catalogues.ts';
import { createRounds } from '../../server/jobs/rounds.ts';
import { pauseUntil } from '../../server/pause-until.ts';
import { acmeConfig } from '../support/acme.ts';
import { startHarness } from '../support/harness.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startOrdering } from './ordering.ts';

afterEach(() => vi.useRealTimers());

test('a chore that fails is logged and keeps neither the others nor the next round from coming', async () => {
  vi.useFakeTimers();
  const done: string[] = [];
  const warned: unknown[] = [];
  const log = { ...quietLog, warn: (fields: object) => void warned.push(fields) };
  const chores = [
    { name: 'first', run: () => Promise.reject(new Error('not today')) },
    { name: 'second', run: async () => void done.push('second') },
  ];
  const rounds = createRounds(chores, HOUR_MS, log);
  rounds.start();
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  await rounds.stop();
  expect(done).toEqual(['second', 'second']);
  expect(warned).toMatchObject([{ chore: 'first' }, { chore: 'first' }]);
});

test('the catalogue is at hand before anybody asks, and is listed once a day', async () => {
  const { deps, clock, sandboxUrl } = await startHarness('sqlite');
  await keepCatalogues(deps);
  clock.now += HOUR_MS;
  await keepCatalogues(deps);
  const kept = await deps.store.read.catalogues.find('installation');
  expect(JSON.parse(kept?.products ?? '[]')).toContainEqual(
    expect.objectContaining({ id: 'CVS', currency: 'USD' }),
  );
  const { Data } = await (await fetch(`${sandboxUrl}/__sandbox/requests`)).json();
  const listings = Data.filter((request: object) => JSON.stringify(request).includes('/v1/Products'));
  expect(listings).toHaveLength(1);
});

test('an account whose catalogue cannot be fetched keeps no other from its own', async () => {
  const { deps } = await startHarness('sqlite');
  const context = { siteId: 'installation', ownerId: 'a-first', field: 'credentials' };
  const nowhere = { url: 'http://127.0.0.1:1', email: 'a@shop.example', token: 'nobody-listens' };
  const sealed = deps.sealer.seal(JSON.stringify(nowhere), context);
  await deps.store.write('install', (rows) => rows.accounts.put('a-first', sealed));
  expect((await deps.store.read.accounts.all()).map(({ id }) => id)).toEqual(['a-first', 'installation']);
  await keepCatalogues(deps);
  expect(await deps.store.read.catalogues.find('a-first')).toBeUndefined();
  expect(await deps.store.read.catalogues.find('installation')).toBeDefined();
});

const LETTERS = acmeConfig({
  rules: [
    {
      ...{ id: 'post', on: 'post', when: {}, milestone: null },
      rewards: [
        {
          ...{ to: 'participant', productId: 'CVS', delivery: 'PhysicalShipment' },
          value: { amount: 1500, currency: 'USD' },
        },
      ],
    },
  ],
} as Parameters<typeof acmeConfig>[0]);

const ADDRESS = {
  kind: 'postal',
  ...{ name: 'Sam Doe', line1: '1 Main Street' },
  ...{ city: 'New York', state: 'NY', zip: '10001', country: 'US' },
} as const;

test('cards in the post keep no other chore waiting, and a process that leaves does not wait for their turn', async () => {
  const waiting = Promise.withResolvers<number>();
  let isRound = false;
  const { deps, alerts, ...goodturn } = await startOrdering('sqlite', {
    config: LETTERS,
    overrides: {
      pause(ms, signal) {
        if (isRound) waiting.resolve(ms);
        return pauseUntil(ms, signal);
      },
    },
  });
  async function order(customer: string) {
    const told = { type: 'post', eventId: customer, customer: { id: customer } };
    const { rewards } = await (await goodturn.post('/v1/events', told)).json();
    await openReward(deps, rewards[0].id, { actor: 'claim-page', address: ADDRESS });
  }
  await goodturn.control('settings', { shipping: 'at_once' });
  await order('sent');
  await deps.worker.settle();
  await order('stuck');
  goodturn.clock.now += 2 * DAY_MS;
  const busyUntil = goodturn.clock.now + 50 * SECOND_MS;
  await deps.store.write('account-state', (rows) => rows.accounts.slowUntil('installation', busyUntil));
  isRound = true;
  deps.follows.start();
  expect(await waiting.promise).toBeGreaterThan(49 * SECOND_MS);
  deps.hourly.start();
  await deps.hourly.stop();
  expect(alerts.map(({ kind }) => kind)).toContain('order_stuck');
  await deps.close();
});

test('operators hear of a stuck order while the catalogue of a slow account is still awaited', async () => {
  const alerted = Promise.withResolvers<string>();
  const warn = (fields: { alert?: string }) => {
    if (fields.alert) alerted.resolve(fields.alert);
  };
  const { deps, clock, earn } = await startOrdering('sqlite', {
    env: { ORDERING: 'off' },
    overrides: { log: { ...quietLog, warn }, pause: pauseUntil },
  });
  await earn(1);
  clock.now += 2 * DAY_MS;
  const busyUntil = clock.now + 20 * SECOND_MS;
  await deps.store.write('account-state', (rows) => rows.accounts.slowUntil('installation', busyUntil));
  deps.hourly.start();
  expect(await alerted.promise).toBe('order_stuck');
  await deps.close();
});
