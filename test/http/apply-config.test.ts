import { describe, expect, test } from 'vitest';
import type { ConfigFile } from '../../shared/contract/site.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { clickThrough, fresh, member, purchase } from './support/people.ts';

async function revisionOf({ deps }: Harness): Promise<number> {
  return (await deps.store.read.sites.installation()).revision;
}

const TILL = { TILL_KEY: 'sk_till_8Gh3KqLmZ0pXvT5nWc2R' };
const EURO = { amount: 1500, currency: 'EUR' };
/** A program in another currency; sites may have several of those beside each other. */
const IN_EURO = {
  id: 'euro',
  rules: [
    {
      id: 'first-purchase',
      on: 'purchase',
      rewards: [{ to: 'referrer', productId: 'CVS', value: EURO, delivery: 'Links' }],
    },
  ],
  budget: { amount: 500_000, currency: 'EUR' },
};

describe.each(DIALECTS)('applying a configuration on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  test('changes nothing when the same is declared again', async () => {
    const before = await revisionOf(goodturn);
    await apply(goodturn, acmeConfig());
    await apply(goodturn, acmeConfig());
    expect(await revisionOf(goodturn)).toBe(before);
  });

  test('is a new revision for each part that differs', async () => {
    const changes: ((config: ConfigFile) => void)[] = [
      ({ sites: [acme] }) => acme && Object.assign(acme, { name: 'Acme & Sons' }),
      ({ sites: [acme] }) => acme?.secretKeys.push({ name: 'till', env: 'TILL_KEY', scopes: ['*'] }),
      ({ sites: [acme] }) => acme?.secretKeys.splice(0),
      ({ sites: [acme] }) => acme?.identitySecrets.push({ env: 'GLOBEX_IDENTITY_SECRET' }),
      ({ sites: [acme] }) => acme?.programs[0] && Object.assign(acme.programs[0], { priority: 7 }),
      ({ sites: [acme] }) => acme?.programs[0] && Object.assign(acme.programs[0], { budget: null }),
      ({ sites: [acme] }) =>
        acme?.programs[0] && Object.assign(acme.programs[0], { terms: { operator: 'Another', url: null } }),
    ];
    for (const change of changes) {
      const config = acmeConfig();
      change(config);
      const before = await revisionOf(goodturn);
      await apply(goodturn, config, TILL);
      expect(await revisionOf(goodturn), change.toString()).toBe(before + 1);
      await apply(goodturn, config, TILL);
      expect(await revisionOf(goodturn), change.toString()).toBe(before + 1);
    }
    await apply(goodturn, acmeConfig());
  });

  test('refuses another currency once a reward is promised, and changes nothing then', async () => {
    const { code } = await member(goodturn);
    await goodturn.post('/v1/events', purchase({ referralCode: code }));
    const before = await revisionOf(goodturn);
    const [euro] = acmeConfig({}, [programLike(IN_EURO)]).sites[0]?.programs.slice(1) ?? [];
    if (!euro) throw new Error('no program in euro');
    const declared = apply(goodturn, acmeConfig({ rules: euro.rules, budget: euro.budget }));
    await expect(declared).rejects.toMatchObject({ name: 'DomainError', code: 'conflict' });
    expect(await revisionOf(goodturn)).toBe(before);
    expect(await goodturn.deps.store.read.budgets.find('friends')).toMatchObject({ currency: 'USD' });
  });

  test('allows it before, and a referral of the older version then earns nothing', async () => {
    await apply(goodturn, acmeConfig({ status: 'paused' }, [programLike({ id: 'young' })]));
    const { codes } = await member(goodturn);
    const customer = { id: fresh('friend') };
    await goodturn.post('/v1/events', {
      type: 'hello',
      eventId: fresh('hello'),
      customer,
      referralCode: codes['young'],
    });
    await apply(goodturn, acmeConfig({ status: 'paused' }, [programLike({ ...IN_EURO, id: 'young' })]));
    const answer = await (await goodturn.post('/v1/events', purchase({ customer }))).json();
    expect(answer).toMatchObject({ status: 'recorded', rewards: [] });
    expect(answer.decisions[0].checks.at(-1)).toEqual({
      check: 'budget',
      passed: false,
      reason: 'currency_differs',
      detail: 'The reward is in USD, and the budget is in EUR.',
    });
  });
});

describe.each(DIALECTS)('a version that another process applied just now, on %s', async (dialect) => {
  const applying = await startHarness(dialect);
  // Its clock stands, so that what it has read of the sites stays as old as it may be.
  const behind = await startHarness(dialect, { databaseUrl: applying.databaseUrl });
  const { code } = await member(behind);
  await apply(applying, acmeConfig({ terms: { operator: 'Acme & Sons', url: null } }));

  test('is the version of a friend who came through it', async () => {
    const referralToken = await clickThrough(applying, code);
    const answer = await behind.post('/v1/events', purchase({ referralToken }));
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      status: 'credited',
      decisions: [{ programVersion: 2 }, { programVersion: 2 }],
    });
  });

  test('decides about a friend who was bound under it', async () => {
    const customer = { id: fresh('friend') };
    const hello = { type: 'hello', eventId: fresh('hello'), customer, referralCode: code };
    expect((await applying.post('/v1/events', hello)).status).toBe(201);
    const answer = await behind.post('/v1/events', purchase({ customer }));
    expect(await answer.json()).toMatchObject({
      status: 'credited',
      decisions: [{ programVersion: 2 }, { programVersion: 2 }],
    });
  });
});
