import { afterAll, describe, expect, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { DAY_MS, HOUR_MS } from '../../server/domain/clock.ts';
import { tellStuck } from '../../server/domain/order/tell-stuck.ts';
import { topUpByOperator } from '../../server/domain/order/top-up.ts';
import { INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import type { Store } from '../../server/domain/store.ts';
import { ONE_REWARD, startOrdering } from '../jobs/ordering.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';

const USD = (amount: number) => ({ amount, currency: 'USD' });

/** Acme alone: nobody else orders from the account. */
const alone = { sites: ONE_REWARD.sites.filter(({ id }) => id === 'acme') };

describe.each(DIALECTS)('the books of an upstream account, on %s', async (dialect) => {
  const upstream = await startSandbox({ port: 0, fundsMinor: 3000 });
  afterAll(() => upstream.stop());
  const goodturn = await startOrdering(dialect, { config: alone, sandboxUrl: upstream.url });
  const { deps, clock } = goodturn;
  const read = async () => (await (await goodturn.get('/v1/accounts')).json()).data[0];
  const topUp = (topUpId: string, amount: number) =>
    goodturn.post(`/v1/accounts/${INSTALLATION_ACCOUNT}/top-ups`, {
      topUpId,
      amount: USD(amount),
      reason: 'Wire of today',
    });

  test('count what orders cost apart from what their cards are worth, and estimate nothing until told', async () => {
    await goodturn.earn(1);
    await deps.worker.settle();
    const { funds, ...account } = await read();
    expect(account).toEqual({
      ...{ id: 'installation', status: 'open', unreachableSince: null, nextTryAt: null },
      funding: null,
    });
    expect(funds).toEqual([
      { left: null, toppedUp: USD(0), charged: USD(1500), faceValue: USD(1500), feesAndDiscounts: USD(0) },
    ]);
  });

  test('hold spending against top-ups from the first one on, each counted once and audited', async () => {
    expect((await topUp('wire-1', 2000)).status).toBe(201);
    expect((await topUp('wire-1', 2000)).status).toBe(200);
    expect((await topUp('wire-1', 2001)).status).toBe(409);
    expect((await read()).funds).toMatchObject([{ left: USD(2000), toppedUp: USD(2000) }]);
    await goodturn.earn(1);
    await deps.worker.settle();
    expect((await read()).funds).toMatchObject([{ left: USD(500), charged: USD(3000) }]);
    const audit = await (await goodturn.get('/v1/audit?subject=account')).json();
    expect(audit.data).toMatchObject([
      { subjectId: 'installation', reason: 'account_topped_up', actor: 'key:shop', note: 'Wire of today' },
    ]);
  });

  test('tell that funds are low once, and again only after the next top-up', async () => {
    const kinds = () => goodturn.alerts.map(({ kind }) => kind);
    expect(kinds()).toEqual([]);
    await topUp('wire-2', 5500);
    await goodturn.control('funding', { available: '60.00' });
    await goodturn.earn(3);
    await deps.worker.settle();
    expect(kinds()).toEqual([]);
    // 1500 left of 6000, and this one takes the rest.
    await goodturn.earn(1);
    await deps.worker.settle();
    expect(kinds()).toContain('account_funds_low');
    expect(kinds().filter((kind) => kind === 'account_funds_low')).toHaveLength(1);
  });

  test('let a parked account be tried at once when a top-up is told', async () => {
    goodturn.alerts.length = 0;
    const [one, two] = await goodturn.earn(2);
    if (!one || !two) throw new Error('nothing earned');
    await deps.worker.settle();
    expect(await read()).toMatchObject({ status: 'parked' });
    await goodturn.control('funding', { available: '100.00' });
    expect((await topUp('wire-3', 10_000)).status).toBe(201);
    await deps.worker.settle();
    await deps.worker.settle();
    for (const reward of [one, two])
      expect((await goodturn.orderOf(reward)).status, 'no minute went by').toBe('completed');
    expect(await read()).toMatchObject({ status: 'open' });
  });

  test('is not parked again when a probe opens it while a top-up is told', async () => {
    const store: Store = {
      ...deps.store,
      write: (name, work) =>
        deps.store.write(name, async (rows) => {
          const { find } = rows.accounts;
          const asRead = async (id: string) => {
            const account = await find(id);
            return account && { ...account, state: 'parked' as const };
          };
          Object.assign(rows.accounts, { find: asRead });
          return work(rows).finally(() => Object.assign(rows.accounts, { find }));
        }),
    };
    const request = { topUpId: 'wire-4', amount: USD(100), reason: 'Wire of today' };
    const told = { accountId: INSTALLATION_ACCOUNT, request, actor: 'cli' };
    expect(await topUpByOperator({ ...deps, store }, told)).toBe(true);
    expect(await read()).toMatchObject({ status: 'open' });
  });

  test('an account that is not the site’s is none', async () => {
    const body = { topUpId: 'x', amount: USD(1), reason: 'x' };
    expect((await goodturn.post('/v1/accounts/site-globex/top-ups', body)).status).toBe(404);
  });

  test('orders that wait for a stopped account for a day are one alarm, once a day', async () => {
    goodturn.alerts.length = 0;
    await deps.store.write('account-state', (rows) =>
      rows.accounts.setState(INSTALLATION_ACCOUNT, 'stopped', 0),
    );
    await goodturn.earn(3);
    for (let hour = 0; hour < 50; hour += 1) {
      clock.now += HOUR_MS;
      await tellStuck(deps);
    }
    expect(goodturn.alerts.map(({ kind, data }) => [kind, data.account, data.orders])).toEqual([
      ['order_stuck', 'stopped', 3],
      ['order_stuck', 'stopped', 3],
    ]);
    clock.now += DAY_MS;
  });
});

describe.each(DIALECTS)('an account that several sites order from, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect, { config: acmeConfig() });

  test('tells none of them its funds, and takes top-ups of none', async () => {
    const { data } = await (await goodturn.get('/v1/accounts')).json();
    expect(data).toMatchObject([{ id: 'installation', status: 'open', funds: null }]);
    const answer = await goodturn.post('/v1/accounts/installation/top-ups', {
      topUpId: 'x',
      amount: USD(1),
      reason: 'x',
    });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'wrong_state' });
  });
});
