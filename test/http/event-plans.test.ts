import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { clickThrough, fresh, member, purchase } from './support/people.ts';
import { endToEndReads, statementsRun } from './support/plans.ts';

const gift = (to: 'referrer' | 'friend') =>
  ({
    to,
    productId: 'CVS',
    value: { basisPoints: 5000, cap: { amount: 1500, currency: 'USD' } },
    delivery: 'Links',
  }) as const;

const pace = { friends: 50, minutes: 60 };

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
  fraud: {
    level: 'strict',
    velocity: { perReferrer: pace, perDevice: pace, perNetwork: pace, perCard: pace, perBin: pace },
  },
});

describe.each(DIALECTS)('on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG, env: { TRUSTED_PROXIES: '1' } });
  await goodturn.get('/v1/products');
  const ada = await member(goodturn, { email: 'ada@example.com' });

  test('accepting an event and taking it back reads no table from end to end', async () => {
    // Reads the signing keys, which is done once.
    await clickThrough(goodturn, ada.code);
    const texts = statementsRun(dialect);
    for (let n = 0; n < 4; n += 1) {
      const id = fresh('friend');
      const told = purchase({
        referralToken: await clickThrough(goodturn, ada.code, { 'X-Forwarded-For': '198.51.100.7' }),
        customer: { id, email: `${id}@example.com` },
        payment: { fingerprint: 'one-card', bin: '424242' },
      });
      const answer = await goodturn.post('/v1/events', told);
      expect(answer.status).toBe(201);
      await goodturn.post('/v1/events', {
        type: 'refund',
        eventId: fresh('refund'),
        refersTo: told.eventId,
        customer: { id },
      });
    }
    expect(texts.size).toBeGreaterThan(40);
    expect([...texts].filter((text) => text.includes('arrival')).length).toBeGreaterThan(1);
    const scanning = ['select id from event where amount = 1', 'select id from event order by id'];
    expect(await endToEndReads(dialect, goodturn.databaseUrl, scanning), 'a scan is seen').toHaveLength(2);
    expect(await endToEndReads(dialect, goodturn.databaseUrl, texts)).toEqual([]);
  });
});
