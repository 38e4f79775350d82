import SqliteConnection from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase } from './support/people.ts';

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

/** The texts of all statements that SQLite runs from now until the test ends. */
function statementsRun(): Set<string> {
  const texts = new Set<string>();
  const prototype = Object.getPrototypeOf(new SqliteConnection(':memory:').prepare('select 1'));
  for (const name of ['run', 'all', 'get'] as const) {
    const original = prototype[name];
    prototype[name] = function (this: { source: string }, ...values: unknown[]) {
      texts.add(this.source);
      return original.apply(this, values);
    };
    onTestFinished(() => {
      prototype[name] = original;
    });
  }
  return texts;
}

test('accepting an event and taking it back reads no table from end to end', async () => {
  const goodturn = await startHarness('sqlite', { config: CONFIG });
  await goodturn.get('/v1/products');
  const ada = await member(goodturn, { email: 'ada@example.com' });
  const texts = statementsRun();
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
  const database = new SqliteConnection(goodturn.databaseUrl.replace(/^file:/, ''));
  onTestFinished(() => void database.close());
  const scans = [...texts]
    .filter((text) => /^(with|select|insert|update|delete)\b/i.test(text))
    .flatMap((text) => {
      const plan = database
        .prepare(`explain query plan ${text}`)
        // A plan does not depend on the values, but has places for them.
        .all(...Array.from(text.matchAll(/\?/g), () => null)) as { detail: string }[];
      return plan
        .filter(({ detail }) => /^SCAN (?!CONSTANT|\d)/.test(detail))
        .map(({ detail }) => `${detail}: ${text}`);
    });
  expect(scans).toEqual([]);
});
