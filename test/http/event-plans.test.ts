import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase } from './support/people.ts';
import { endToEndReads, statementsRun } from './support/plans.ts';

const gift = (to: 'referrer' | 'friend') =>
  ({
    to,
    productId: 'CVS',
    value: { basisPoints: 5000, cap: { amount: 1500, currency: 'USD' } },
    delivery: 'Links',
  }) as const;

/** A program that asks for everything that deciding can ask for. */
const CONFIG = acmeConfig({
  rules: [
    {
      id: 'first',
      on: 'purchase',
      when: { firstOnly: true, oncePerPerson: false },
      milestone: null,
      recurring: { max: 5 },
      rewards: [gift('referrer'), gift('friend')],
    },
    {
      id: 'third',
      on: 'purchase',
      when: { oncePerPerson: true },
      milestone: { every: 3 },
      rewards: [gift('referrer')],
    },
  ],
  limits: { perReferrer: { count: 50, per: 'month' }, perDay: 100, total: 1000 },
  eligibility: { newCustomersOnly: true, excludeDomains: ['staff.example'], acceptTerms: true },
  fraud: { level: 'strict' },
});

describe.each(DIALECTS)('on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG });
  await goodturn.get('/v1/products');
  const ada = await member(goodturn, { email: 'ada@example.com' });

  test('accepting an event and taking it back reads no table from end to end', async () => {
    const texts = statementsRun(dialect);
    for (let n = 0; n < 4; n += 1) {
      const id = fresh('friend');
      const told = purchase({ referralCode: ada.code, customer: { id, email: `${id}@example.com` } });
      const answer = await goodturn.post('/v1/events', told);
      expect(answer.status).toBe(201);
      await goodturn.post('/v1/events', {
        type: 'refund',
        eventId: fresh('refund'),
        refersTo: told.eventId,
        customer: { id },
      });
    }
    expect(texts.size).toBeGreaterThan(30);
    const scanning = ['select id from event where amount = 1', 'select id from event order by id'];
    expect(await endToEndReads(dialect, goodturn.databaseUrl, scanning), 'a scan is seen').toHaveLength(2);
    expect(await endToEndReads(dialect, goodturn.databaseUrl, texts)).toEqual([]);
  });
});
