import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase } from './support/people.ts';

const DAY_MS = 86_400_000;

const usd = (amount: number) => ({ amount, currency: 'USD' });
const gift = (to: string, amount = 1500) => ({
  to,
  productId: 'CVS',
  value: usd(amount),
  delivery: 'Links',
});
const bothSides = [gift('referrer'), gift('friend')];

/** A program with one rule, in which the person who acts is rewarded. */
function campaign(id: string, on: string, change: object = {}) {
  return programLike({ id, rules: [{ id: 'take-part', on, rewards: [gift('participant')] }], ...change });
}

const CONFIG = acmeConfig({}, [
  programLike({
    id: 'web-only',
    rules: [
      {
        id: 'any-purchase',
        on: 'purchase',
        when: { metadata: { channel: 'web', items: 2, gift: false } },
        rewards: bothSides,
      },
    ],
  }),
  programLike({
    id: 'timed',
    attribution: { windowDays: 30, qualifyWithinDays: 10 },
    rules: [{ id: 'any-purchase', on: 'purchase', rewards: [gift('referrer')] }],
  }),
  programLike({
    id: 'holding',
    hold: { days: 14 },
    rules: [
      {
        id: 'any-purchase',
        on: 'purchase',
        recurring: { max: 12, days: 365 },
        rewards: [gift('referrer')],
      },
    ],
  }),
  programLike({
    id: 'small',
    budget: usd(3500),
    rules: [{ id: 'any-purchase', on: 'purchase', rewards: bothSides }],
  }),
  programLike({
    id: 'two-steps',
    rules: [
      {
        id: 'join',
        on: 'signup',
        when: { firstOnly: true },
        rewards: [gift('referrer', 1000), gift('friend', 1000)],
      },
      { id: 'buy', on: 'purchase', when: { firstOnly: true }, rewards: bothSides },
    ],
  }),
  campaign('race-low', 'race'),
  campaign('race-high', 'race', { priority: 5 }),
  campaign('race-between', 'race', { priority: 2, stackable: true }),
  campaign('rally-lone', 'rally'),
  campaign('rally-one', 'rally', { priority: 3, stackable: true }),
  campaign('rally-two', 'rally', { priority: 2, stackable: true }),
  campaign('pick-first', 'pick', {
    priority: 2,
    rules: [{ id: 'big', on: 'pick', when: { minAmount: usd(1_000_000) }, rewards: [gift('participant')] }],
  }),
  campaign('pick-second', 'pick', { priority: 1 }),
  campaign('later', 'later', { startsAt: '2026-12-01T00:00:00+01:00', endsAt: '2026-12-02T00:00:00Z' }),
]);

type Decision = {
  programId: string;
  beneficiary: string;
  referralId: string | null;
  outcome: string;
  checks: { check: string; passed: boolean; reason: string; detail: string }[];
};

describe.each(DIALECTS)('decisions on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG });

  async function tell(body: object, earned = 'earned') {
    const answer = await goodturn.post('/v1/events', body);
    expect(answer.status).toBe(201);
    const event = await answer.json();
    // The stored checks are the only input of the outcome: replaying them gives it again.
    for (const { outcome, checks } of event.decisions as Decision[]) {
      expect(outcome).toBe(checks.every(({ passed }) => passed || earned === 'held') ? earned : 'refused');
    }
    return event as {
      eventId: string;
      status: string;
      decisions: Decision[];
      rewards: { id: string; programId: string }[];
    };
  }
  /** A purchase in one program by a friend who comes with a code of that program. */
  async function referred(programId: string, change: object = {}) {
    const { codes } = await member(goodturn);
    return tell(purchase({ programId, referralCode: codes[programId], ...change }));
  }
  const reasonOf = ({ decisions }: { decisions: Decision[] }, name: string) =>
    decisions[0]?.checks.find(({ check }) => check === name)?.reason;

  describe('firstOnly', () => {
    test('the second purchase of a friend earns nothing', async () => {
      const customer = { id: fresh('friend') };
      expect(await referred('friends', { customer })).toMatchObject({ status: 'credited' });
      const again = await tell(purchase({ customer, programId: 'friends' }));
      expect(again).toMatchObject({ status: 'recorded', rewards: [] });
      expect(reasonOf(again, 'first_only')).toBe('not_first');
    });

    test('a customer whom the shop calls not new is believed', async () => {
      const event = await referred('friends', { customer: { id: fresh('friend'), isNew: false } });
      expect(reasonOf(event, 'first_only')).toBe('not_first');
    });

    test('a customer whom the shop calls new is not believed against what is known', async () => {
      const id = fresh('friend');
      await tell(purchase({ customer: { id } }));
      const event = await referred('friends', { customer: { id, isNew: true } });
      expect(reasonOf(event, 'first_only')).toBe('not_first');
    });

    test('a rule without it pays for every purchase', async () => {
      const customer = { id: fresh('friend') };
      await referred('timed', { customer });
      expect(await tell(purchase({ customer, programId: 'timed' }))).toMatchObject({ status: 'credited' });
    });
  });

  describe('minAmount', () => {
    test.each([
      [usd(2500), 'amount_reached'],
      [usd(2499), 'amount_too_low'],
      [usd(0), 'amount_too_low'],
      [{ amount: 9900, currency: 'EUR' }, 'currency_differs'],
      [undefined, 'amount_missing'],
    ])('%j against a minimum of $25.00: %s', async (amount, reason) => {
      const event = await referred('friends', { amount });
      expect(reasonOf(event, 'min_amount')).toBe(reason);
      expect(event.status).toBe(reason === 'amount_reached' ? 'credited' : 'recorded');
    });

    test('the check says both amounts in words', async () => {
      const event = await referred('friends', { amount: usd(2499) });
      expect(event.decisions[0]?.checks.find(({ check }) => check === 'min_amount')?.detail).toMatch(
        /24\.99.*25/,
      );
    });
  });

  describe('metadata', () => {
    const wanted = { channel: 'web', items: 2, gift: false };
    test.each([
      ['exactly', wanted, true],
      ['with more beside it', { ...wanted, note: 'x' }, true],
      ['of another value', { ...wanted, channel: 'store' }, false],
      ['of another type', { ...wanted, items: '2' }, false],
      ['without one of them', { channel: 'web', items: 2 }, false],
      ['of none', undefined, false],
    ])('metadata %s', async (_name, metadata, earns) => {
      const event = await referred('web-only', { metadata });
      expect(event.status).toBe(earns ? 'credited' : 'recorded');
      expect(reasonOf(event, 'metadata')).toBe(earns ? 'metadata_matches' : 'metadata_differs');
    });
  });

  test('qualifyWithinDays holds up to its last millisecond, by the time that the event happened, and once', async () => {
    const { codes } = await member(goodturn);
    const [customer, other] = [{ id: fresh('friend') }, { id: fresh('friend') }];
    const boundAt = goodturn.clock.now;
    for (const each of [customer, other]) {
      await tell({ type: 'hello', eventId: fresh('hello'), customer: each, referralCode: codes['timed'] });
    }
    goodturn.clock.now += 11 * DAY_MS;
    const event = (who: object, ms: number) => {
      const occurredAt = new Date(boundAt + 10 * DAY_MS + ms).toISOString();
      return tell(purchase({ customer: who, programId: 'timed', occurredAt }));
    };
    const late = await event(other, 1);
    expect(late).toMatchObject({ status: 'recorded', rewards: [] });
    expect(reasonOf(late, 'qualify_within')).toBe('too_late');
    expect(reasonOf(await event(customer, 0), 'qualify_within')).toBe('in_time');
    // Whoever qualified in time goes on earning, before and after the reward is with its owner.
    expect(await event(customer, 1)).toMatchObject({ status: 'credited' });
    await goodturn.deps.worker.settle();
    expect(await event(customer, DAY_MS)).toMatchObject({ status: 'credited' });
  });

  test('what is told to happen later has happened when it is told: it waits no longer and outlasts no time', async () => {
    const { codes } = await member(goodturn);
    const now = goodturn.clock.now;
    const occurredAt = new Date(now + 365 * DAY_MS).toISOString();
    const event = await tell(
      purchase({ programId: 'holding', referralCode: codes['holding'], occurredAt }),
      'held',
    );
    expect(event.rewards[0]).toMatchObject({ holdUntil: new Date(now + 14 * DAY_MS).toISOString() });
    const stored = await goodturn.deps.store.read.events.find('acme', event.eventId);
    expect(stored).toMatchObject({ occurredAt: Date.parse(occurredAt), createdAt: now });
    // A year of rewards begins with the first one, not a year later.
    const counted = { programId: 'holding', ruleId: 'any-purchase', participantId: '' };
    const referral = event.decisions[0]?.referralId ?? '';
    const { referrerId } = (await goodturn.deps.store.read.referrals.find(referral)) ?? { referrerId: '' };
    const counts = await goodturn.deps.store.read.qualifications.counts({
      ...{ ...counted, participantId: referrerId },
      referralId: referral,
    });
    expect(counts.firstAt).toBe(now);
  });

  test('a program starts and ends at the very instants that it names', async () => {
    const now = goodturn.clock.now;
    const outcomeAt = async (iso: string) => {
      goodturn.clock.now = Date.parse(iso);
      const { decisions } = await tell({
        type: 'later',
        eventId: fresh('later'),
        customer: { id: fresh('customer') },
        programId: 'later',
      });
      return decisions[0]?.checks.find(({ check }) => check === 'program')?.reason;
    };
    expect(await outcomeAt('2026-11-30T22:59:59.999Z')).toBe('program_not_started');
    expect(await outcomeAt('2026-11-30T23:00:00.000Z')).toBe('program_active');
    expect(await outcomeAt('2026-12-01T23:59:59.999Z')).toBe('program_active');
    expect(await outcomeAt('2026-12-02T00:00:00.000Z')).toBe('program_ended');
    goodturn.clock.now = now;
  });

  describe('more than one program', () => {
    const act = (type: string) => tell({ type, eventId: fresh(type), customer: { id: fresh('customer') } });

    test('the highest priority wins, and one that stacks does not add to one that does not', async () => {
      const event = await act('race');
      expect(event.decisions.map(({ programId, outcome }) => `${programId} ${outcome}`)).toEqual([
        'race-high earned',
        'race-between refused',
        'race-low refused',
      ]);
      expect(event.decisions[1]?.checks.at(-1)).toMatchObject({ reason: 'another_program_won' });
      expect(event.rewards.map(({ programId }) => programId)).toEqual(['race-high']);
    });

    test('programs that both stack add to each other; one that does not stays out', async () => {
      const { rewards } = await act('rally');
      expect(rewards.map(({ programId }) => programId)).toEqual(['rally-one', 'rally-two']);
    });

    test('a program that refuses does not stand in the way of the next', async () => {
      const { rewards } = await act('pick');
      expect(rewards.map(({ programId }) => programId)).toEqual(['pick-second']);
    });

    test('an event that names its program is decided by that one alone', async () => {
      const { decisions } = await tell({
        type: 'race',
        eventId: fresh('race'),
        customer: { id: fresh('customer') },
        programId: 'race-low',
      });
      expect(decisions.map(({ programId, outcome }) => `${programId} ${outcome}`)).toEqual([
        'race-low earned',
      ]);
    });
  });

  test('a double-sided rule pays on the sign-up, and the rule on the purchase pays again', async () => {
    const { codes } = await member(goodturn);
    const customer = { id: fresh('friend') };
    const signup = await tell({
      type: 'signup',
      eventId: fresh('signup'),
      programId: 'two-steps',
      customer,
      referralCode: codes['two-steps'],
    });
    expect(signup.rewards).toMatchObject([
      { beneficiary: 'referrer', value: usd(1000) },
      { beneficiary: 'friend', value: usd(1000), recipient: { externalId: customer.id } },
    ]);
    const bought = await tell(purchase({ programId: 'two-steps', customer }));
    expect(bought.rewards).toMatchObject([{ value: usd(1500) }, { value: usd(1500) }]);
    await goodturn.deps.worker.settle();
    const poNumbers = (await goodturn.upstreamOrders()).map(({ PONumber }) => PONumber);
    expect(new Set(poNumbers).size).toBe(poNumbers.length);
    for (const { id } of [...signup.rewards, ...bought.rewards]) {
      expect(await (await goodturn.get(`/v1/rewards/${id}`)).json()).toMatchObject({ status: 'issued' });
    }
  });

  test('an exhausted budget refuses a reward with the reason; the event is still taken', async () => {
    expect((await referred('small')).rewards).toHaveLength(2);
    const event = await referred('small');
    expect(event).toMatchObject({ status: 'recorded', rewards: [] });
    expect(event.decisions.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(reasonOf(event, 'budget')).toBe('budget_exhausted');
    expect(await goodturn.deps.store.read.budgets.find('small')).toMatchObject({ reserved: 3000, spent: 0 });
  });
});
