import { describe, expect, test } from 'vitest';
import { dayAt } from '../../server/domain/calendar.ts';
import { DAY_MS } from '../../server/domain/clock.ts';
import { simulate as simulateUpTo } from '../../server/domain/simulation/simulate.ts';
import { simulationOf } from '../../server/domain/simulation/simulation-of.ts';
import type { Program } from '../../shared/contract/program.ts';
import type { Simulation } from '../../shared/contract/simulation.ts';
import { SUPPORT_TEXTS } from '../../shared/reason.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh } from './support/people.ts';
import { liveHistory } from './support/random-history.ts';
import { tableContents } from './support/table-contents.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const card = (to: string, value: object = usd(1500), more: object = {}) => ({
  to,
  productId: 'BRAMBLEWICK',
  value,
  delivery: 'Links',
  ...more,
});
const share = (basisPoints: number) => ({ basisPoints, cap: usd(2500) });

/** Programs of every kind, so that the history touches each thing that deciding depends on. */
const PROGRAMS = [
  programLike({
    id: 'held',
    timezone: 'America/New_York',
    hold: { days: 14 },
    budget: usd(12_000),
    limits: { perReferrer: { count: 2, per: 'week' }, perDay: 4 },
    eligibility: { newCustomersOnly: true },
    rules: [
      { id: 'join', on: 'signup', when: { firstOnly: true }, rewards: [card('referrer', usd(500))] },
      {
        id: 'buy',
        on: 'purchase',
        when: { firstOnly: true, minAmount: usd(2500) },
        rewards: [card('referrer'), card('friend')],
      },
    ],
  }),
  programLike({
    id: 'partners',
    stackable: true,
    hold: { days: 3 },
    payout: { mode: 'scheduled', every: 'month' },
    budget: usd(9000),
    rules: [
      {
        id: 'share',
        on: 'purchase',
        recurring: { max: 4, days: 60 },
        rewards: [card('referrer', share(1000), { tiers: [{ from: 4, value: share(2000) }] })],
      },
      { id: 'steps', on: 'purchase', milestone: { every: 3 }, rewards: [card('referrer', usd(2000))] },
    ],
  }),
  programLike({
    id: 'at-once',
    priority: -1,
    stackable: true,
    budget: null,
    rules: [
      {
        id: 'app',
        on: 'purchase',
        when: { metadata: { channel: 'app' } },
        rewards: [card('referrer', usd(600)), card('friend', usd(700))],
      },
    ],
  }),
  programLike({
    id: 'survey',
    limits: { total: 5 },
    approval: { over: usd(100) },
    rules: [{ id: 'act', on: 'survey', when: { oncePerPerson: true }, rewards: [card('participant')] }],
  }),
] as Partial<Program>[];

/** One reward of $15 for each check-in; the tests below draft it anew. */
const DAILY = programLike({
  id: 'daily',
  timezone: 'Pacific/Auckland',
  budget: usd(30_000),
  rules: [{ id: 'check-in', on: 'check-in', rewards: [card('participant')] }],
}) as Program;

/** One reward for each vote, when a person has looked at it. */
const VOTES = programLike({
  id: 'votes',
  approval: 'manual',
  rules: [{ id: 'vote', on: 'vote', rewards: [card('participant')] }],
}) as Program;

/** One reward for each purchase at a kiosk, half of what was paid. */
const KIOSK = programLike({
  id: 'kiosk',
  priority: -2,
  stackable: true,
  rules: [
    {
      id: 'buy',
      on: 'purchase',
      when: { metadata: { channel: 'kiosk' } },
      rewards: [card('participant', share(5000))],
    },
  ],
}) as Program;

const [FIRST = {}, ...OTHERS] = [...PROGRAMS, DAILY, VOTES, KIOSK];
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000));

describe.each(DIALECTS)('simulation on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: acmeConfig(FIRST, OTHERS) });

  async function simulate(programId: string, body: object = {}): Promise<Simulation> {
    const answer = await goodturn.post(`/v1/programs/${programId}/simulate`, body);
    expect(answer.status, await answer.clone().text()).toBe(200);
    return answer.json();
  }

  test(`programs as they run make of a history exactly what they made of it (seed ${SEED})`, async () => {
    await goodturn.get('/v1/products');
    const begun = goodturn.clock.now;
    let stoodBefore = 0;
    await liveHistory(goodturn, SEED, 70);
    const before = await tableContents(goodturn.databaseUrl);
    let made = 0;
    for (const { id = '' } of PROGRAMS) {
      const { difference, rewards } = await simulate(id);
      const budget = await goodturn.deps.store.read.budgets.find(id);
      expect({ id, gained: difference.gained, lost: difference.lost }).toEqual({ id, gained: [], lost: [] });
      expect(difference.rewards.simulated).toBe(difference.rewards.real);
      made += rewards.count;
      // The ledger is another witness of what really happened.
      expect(rewards.faceValue).toEqual(usd((budget?.reserved ?? 0) + (budget?.spent ?? 0)));
    }
    expect(made).toBeGreaterThan(0);
    // The same from any instant on: it begins with what stood then.
    for (const part of [0.25, 0.5, 0.75]) {
      const from = new Date(begun + part * (goodturn.clock.now - begun)).toISOString();
      for (const { id = '' } of PROGRAMS) {
        const { difference, rewards, atStart } = await simulate(id, { from });
        expect({ id, from, ...difference }).toMatchObject({ id, from, gained: [], lost: [] });
        stoodBefore += atStart.rewards;
        expect(rewards.count).toBe(difference.rewards.real);
      }
    }
    expect(stoodBefore).toBeGreaterThan(0);
    expect(await tableContents(goodturn.databaseUrl)).toEqual(before);
  }, 60_000);

  describe('a program that rewards every check-in, one of each of twenty days', async () => {
    const days: string[] = [];
    for (let day = 1; day <= 20; day += 1) {
      goodturn.clock.now += DAY_MS;
      days.push(dayAt(DAILY.timezone, goodturn.clock.now));
      const told = { type: 'check-in', eventId: `check-in-${day}`, customer: { id: fresh('guest') } };
      expect((await goodturn.post('/v1/events', told)).status).toBe(201);
    }
    const last = goodturn.clock.now;
    const iso = (at: number) => new Date(at).toISOString();
    const draft = (change: object) => ({ draft: { ...DAILY, ...change } });

    test('a draft with half the budget ends on the day of the tenth, in its own time zone', async () => {
      const half = await simulate('daily', draft({ budget: usd(15_000) }));
      expect(half).toMatchObject({
        events: { seen: 20, matched: 20 },
        rewards: { count: 10, faceValue: usd(15_000), byStatus: { earned: 10, held: 0, refused: 10 } },
        budgetEndsOn: days[9],
        liability: usd(0),
        refused: [{ reason: 'budget_exhausted', text: SUPPORT_TEXTS.budget_exhausted, count: 10 }],
        difference: { rewards: { real: 20, simulated: 10 }, faceValue: { real: usd(30_000) } },
      });
      expect(half.perDay.map(({ day }) => day)).toEqual(days.slice(0, 10));
      expect(half.difference.lost).toHaveLength(10);
      expect(half.difference.lost[0]).toEqual({
        eventId: 'check-in-11',
        beneficiary: 'participant',
        real: usd(1500),
        simulated: null,
        reason: 'budget_exhausted',
      });
      // One reward less than the whole does not fit, so the budget ends when it turns one away.
      const odd = await simulate('daily', draft({ budget: usd(15_000 - 1) }));
      expect(odd).toMatchObject({ budgetEndsOn: days[9], rewards: { count: 9 } });
      expect(await simulate('daily', draft({ budget: usd(30_001) }))).toMatchObject({ budgetEndsOn: null });
    });

    test('a draft with a hold tells who waits and until when, and what is still owed', async () => {
      const held = await simulate('daily', { ...draft({ hold: { days: 5 } }), to: iso(last + 1) });
      const [waiting] = held.held;
      expect(waiting).toMatchObject({ reason: 'hold_period', count: 20 });
      expect(waiting?.rewards[0]).toMatchObject({ eventId: 'check-in-1', beneficiary: 'participant' });
      expect(waiting?.rewards[0]?.until).toBe(iso(last - 19 * DAY_MS + 5 * DAY_MS));
      // Those of the last five days wait still; the hold of the fifth from the end is just over.
      expect(held.liability).toEqual(usd(5 * 1500));
      const manual = await simulate('daily', draft({ approval: 'manual' }));
      expect(manual.held).toMatchObject([{ reason: 'awaiting_approval', count: 20 }]);
      expect(manual.held[0]?.rewards[0]).toMatchObject({ until: null });
      expect(manual.liability).toEqual(usd(30_000));
      expect(manual.difference).toMatchObject({ gainedCount: 0, lostCount: 0 });
    });

    test('a span begins with the budget, the limits and the counts of what stood before it', async () => {
      const from = iso(last - 4 * DAY_MS);
      const whole = await simulate('daily', { ...draft({ budget: usd(17 * 1500) }), from });
      expect(whole).toMatchObject({
        atStart: { rewards: 15, faceValue: usd(15 * 1500) },
        rewards: { count: 2, faceValue: usd(3000) },
        budgetEndsOn: days[16],
        refused: [{ reason: 'budget_exhausted', count: 3 }],
      });
      const limited = await simulate('daily', { ...draft({ limits: { total: 18 } }), from });
      expect(limited).toMatchObject({
        rewards: { count: 3 },
        refused: [{ reason: 'total_limit_reached', count: 2 }],
      });
    });

    test('a draft whose values the catalogue does not have is told so, as at an apply', async () => {
      const rules = [
        {
          id: 'check-in',
          on: 'check-in',
          rewards: [{ ...card('participant', usd(1200)), productId: 'CVS' }],
        },
      ];
      const answer = await goodturn.post('/v1/programs/daily/simulate', draft({ rules }));
      expect(await answer.json()).toMatchObject({
        code: 'invalid_body',
        errors: [
          {
            path: 'draft.rules[0].rewards[0].value.amount',
            message: 'must be one of $10, $15, $20, $25 or $50 for CVS; 1200 is $12',
          },
        ],
      });
    });

    test('a new program sees what no program has rewarded, and costs what the catalogue says', async () => {
      const rewards = [card('participant', usd(1000))];
      const rules = [{ id: 'any', on: 'check-in', when: { oncePerPerson: true }, rewards }];
      const made = await simulate(
        'brand-new',
        draft({ id: 'brand-new', status: 'draft', budget: null, rules, priority: 1 }),
      );
      expect(made).toMatchObject({
        programId: 'brand-new',
        rewards: { count: 20, byBeneficiary: { participant: 20 } },
        // 2.5 % discount.
        cost: usd(20 * 975),
        budgetEndsOn: null,
        difference: { rewards: { real: 0, simulated: 20 }, gainedCount: 20, lostCount: 0 },
      });
      expect(made.difference.gained[0]).toMatchObject({ real: null, simulated: usd(1000), reason: null });
      // Under a program that rewards the same events and does not stack, it comes too late.
      const under = await simulate('brand-new', draft({ id: 'brand-new', rules, priority: -1 }));
      expect(under).toMatchObject({ rewards: { count: 0 }, refused: [{ reason: 'another_program_won' }] });
    });

    test('only events of the span are replayed, and more than one call replays are told', async () => {
      const from = iso(last - 2 * DAY_MS);
      const to = iso(last);
      expect(await simulate('daily', { from, to })).toMatchObject({
        from,
        events: { seen: 2 },
        difference: { rewards: { real: 2, simulated: 2 } },
        truncated: false,
      });
      const site = (await goodturn.deps.directory.current()).byId('acme');
      if (!site) throw new Error('no site');
      const run = simulationOf(
        site,
        'daily',
        { from: iso(last - 19 * DAY_MS), to: iso(last + 1) },
        goodturn.clock.now,
      );
      let turns = 0;
      const parts = {
        ...goodturn.deps,
        rows: goodturn.deps.store.read,
        breathe: async () => {
          turns += 1;
        },
      };
      expect(await simulateUpTo(parts, run, 7)).toMatchObject({ events: { seen: 7 }, truncated: true });
      expect(await simulateUpTo(parts, run, 20)).toMatchObject({ events: { seen: 20 }, truncated: false });
      expect(turns).toBeGreaterThan(0);
    });

    test('what cannot be simulated is told by its place in the body', async () => {
      const refused = async (id: string, body: object) => {
        const answer = await goodturn.post(`/v1/programs/${id}/simulate`, body);
        const { code, errors = [] } = await answer.json();
        return [answer.status, code, ...errors.map(({ path }: { path: string }) => path)];
      };
      expect(await refused('nobody-has-this', {})).toEqual([404, 'not_found']);
      expect(await refused('other', draft({}))).toEqual([400, 'invalid_body', 'draft.id']);
      expect(await refused('daily', draft({ rules: [] }))).toEqual([400, 'invalid_body', 'draft.rules']);
      expect(await refused('daily', draft({ budget: { amount: 1, currency: 'EUR' } }))).toEqual([
        400,
        'invalid_body',
        'draft.rules[0].rewards[0].value.currency',
      ]);
      const backwards = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
      expect(await refused('daily', backwards)).toEqual([400, 'invalid_body', 'to']);
    });
  });

  test('a return that was told before the span, for a purchase within it, counts there as it really did', async () => {
    await goodturn.get('/v1/products');
    const customer = { id: fresh('guest') };
    const bought = { type: 'purchase', customer, amount: usd(4000), metadata: { channel: 'kiosk' } };
    const [all, half, none] = [fresh('bought'), fresh('bought'), fresh('bought')];
    for (const [refersTo, amount] of [
      [all, 4000],
      [half, 2000],
    ] as const) {
      const refund = { type: 'refund', eventId: fresh('refund'), customer, refersTo, amount: usd(amount) };
      expect((await goodturn.post('/v1/events', refund)).status).toBe(201);
    }
    goodturn.clock.now += DAY_MS;
    const from = new Date(goodturn.clock.now).toISOString();
    for (const eventId of [all, half, none]) await goodturn.post('/v1/events', { ...bought, eventId });
    const replayed = await simulate('kiosk', { from });
    expect(replayed).toMatchObject({
      refused: [{ reason: 'refunded', count: 1 }],
      rewards: { count: 2, faceValue: usd(1000 + 2000) },
      difference: { rewards: { real: 2, simulated: 2 }, gained: [], lost: [] },
    });
  });

  describe('a program whose rewards wait for a person, who approved one, rejected one and saw no third', async () => {
    const ids = [];
    for (const customer of ['approved', 'rejected', 'waiting']) {
      const told = { type: 'vote', eventId: `vote-${customer}`, customer: { id: fresh(customer) } };
      const answer = await goodturn.post('/v1/events', told);
      ids.push((await answer.json()).rewards[0].id);
      goodturn.clock.now += DAY_MS;
    }
    for (const [at, verb] of ['approve', 'reject'].entries()) {
      const answer = await goodturn.post(`/v1/rewards/${ids[at]}/${verb}`, { reason: 'looked at it' });
      expect(answer.status).toBe(200);
    }
    const to = new Date(goodturn.clock.now).toISOString();

    test('by default people decide as they really did', async () => {
      const asItWas = await simulate('votes');
      expect(asItWas).toMatchObject({
        rewards: { count: 2, faceValue: usd(3000), byStatus: { held: 2, rejected: 1, returned: 0 } },
        held: [{ reason: 'awaiting_approval', count: 3 }],
        liability: usd(1500),
        difference: { rewards: { real: 2, simulated: 2 }, gainedCount: 0, lostCount: 0 },
      });
      // What was given back is there for others.
      const short = { ...VOTES, budget: usd(3000) };
      expect(await simulate('votes', { draft: short })).toMatchObject({ rewards: { count: 1 } });
    });

    test('all are approved, or none, where that is asked for', async () => {
      expect(await simulate('votes', { approve: 'all' })).toMatchObject({
        rewards: { count: 3, byStatus: { rejected: 0 } },
        liability: usd(0),
      });
      expect(await simulate('votes', { approve: 'none' })).toMatchObject({
        rewards: { count: 3, byStatus: { rejected: 0 } },
        liability: usd(4500),
      });
      const held = { ...VOTES, hold: { days: 30 } };
      expect(await simulate('votes', { draft: held, approve: 'all', to })).toMatchObject({
        liability: usd(4500),
      });
    });
  });
});
