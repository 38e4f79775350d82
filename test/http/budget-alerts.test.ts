import { describe, expect, test } from 'vitest';
import type { Alert } from '../../server/domain/alerts.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { member, purchase } from './support/people.ts';

const HOUR_MS = 3_600_000;
/** $300, and each purchase promises $30: the tenth takes the last of it. */
const budget = { amount: 30_000, currency: 'USD' };

describe.each(DIALECTS)('operators are told about budgets, on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: acmeConfig({ budget }) });
  const other = await startHarness(dialect, {
    config: acmeConfig({ budget }),
    databaseUrl: goodturn.databaseUrl,
  });
  const raised: Alert[] = [];
  for (const { deps } of [goodturn, other]) deps.alerts.raise = (alert) => void raised.push(alert);
  const { code } = await member(goodturn);
  const tell = async (at = goodturn) =>
    (await at.post('/v1/events', purchase({ referralCode: code }))).json();
  const kinds = () => raised.splice(0).map(({ kind }) => kind);

  test('once when less than a tenth is left, also of purchases at the same moment', async () => {
    for (let told = 0; told < 7; told += 1) await tell();
    expect(kinds()).toEqual([]);
    await Promise.all([tell(), tell(other)]);
    expect(kinds()).toEqual([]);
    await tell();
    expect(raised).toEqual([
      {
        kind: 'budget_low',
        summary: 'The budget of the program friends is low: $0 of $300 are left.',
        data: { programId: 'friends', left: 0, limit: 30_000, currency: 'USD' },
      },
    ]);
    expect(kinds()).toEqual(['budget_low']);
  });

  test('at most once an hour of rewards that are refused, over all processes', async () => {
    expect(await tell()).toMatchObject({ status: 'recorded', rewards: [] });
    await Promise.all([tell(), tell(other), tell(other)]);
    expect(kinds()).toEqual(['budget_exhausted']);
    for (const { clock } of [goodturn, other]) clock.now += HOUR_MS;
    await Promise.all([tell(), tell(other)]);
    expect(kinds()).toEqual(['budget_exhausted']);
  });

  test('again when a raised budget runs low again', async () => {
    for (const at of [goodturn, other])
      await apply(at, acmeConfig({ budget: { ...budget, amount: 36_000 } }));
    await tell();
    expect(kinds()).toEqual(['budget_low']);
    await tell();
    expect(kinds()).toEqual([]);
  });

  test('never of a budget without a limit', async () => {
    for (const at of [goodturn, other]) await apply(at, acmeConfig({ budget: null }));
    await tell();
    expect(kinds()).toEqual([]);
  });
});
