import { expect, test } from 'vitest';
import { splitProgram } from '../../server/domain/site/program.ts';
import { eligibilityLines, limitLines, rewardLines, timeLines } from '../../server/pages/terms-lines.ts';
import { siteConfig } from './set-up.ts';

function programWith(program: object) {
  const declared = siteConfig({ program })[0]?.programs[0];
  if (!declared) throw new Error('the program is missing');
  return splitProgram(declared);
}

test('every restriction that a program can state is in its terms', () => {
  const { frozen, live } = programWith({
    startsAt: '2026-11-01T00:00:00Z',
    attribution: { windowDays: 1, qualifyWithinDays: 90 },
    hold: { days: 14 },
    eligibility: {
      minAge: 18,
      countries: ['US', 'CA'],
      excludeRegions: ['US-NY'],
      newCustomersOnly: true,
      excludeDomains: ['acme.example'],
      excludeParticipants: ['staff-1'],
      acceptTerms: true,
    },
    approval: { over: { amount: 2500, currency: 'USD' } },
    payout: { mode: 'scheduled', every: 'month' },
    limits: {
      perReferrer: { count: 10, amount: { amount: 15_000, currency: 'USD' }, per: 'year' },
      perDay: 500,
      total: 5000,
    },
  });
  const dateOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  expect([...eligibilityLines(frozen), ...timeLines(frozen, live, dateOf), ...limitLines(live)]).toEqual([
    'You must be 18 or older.',
    'It is open to people in: United States, Canada.',
    'It is not open in: US-NY.',
    'The friend must be a new customer.',
    'E-mail addresses at acme.example do not take part.',
    'People whom the operator excludes, such as its staff, do not take part.',
    'Rewards wait until you have accepted these terms.',
    'It starts on 2026-11-01.',
    'A visit through a share link counts for one day.',
    'The friend has 90 days after joining to earn the rewards.',
    'Rewards wait 14 days in case of a return.',
    'A person looks at rewards over $25 before they are ordered.',
    'Rewards are ordered once a month.',
    'At most 10 rewards for each person per year.',
    'At most $150 for each person per year.',
    'At most 500 rewards a day for all together.',
    'At most 5000 rewards for all together.',
    'Rewards are given as long as the budget of the program lasts.',
  ]);
});

test('one that ends at midnight ends on the day before, and one reward is not several', () => {
  const { frozen, live } = programWith({
    endsAt: '2026-12-25T00:00:00Z',
    limits: { perReferrer: { count: 1, per: 'month' }, perDay: 1, total: 1 },
  });
  const dateOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  expect(timeLines(frozen, live, dateOf)[0]).toBe('It ends on 2026-12-24.');
  expect(limitLines(live).slice(0, 3)).toEqual([
    'At most one reward for each person per month.',
    'At most one reward a day for all together.',
    'At most one reward for all together.',
  ]);
});

test('a program without friends speaks of none', () => {
  const reward = {
    productId: 'CVS',
    delivery: 'Links',
    value: { amount: 1000, currency: 'USD' },
    to: 'participant',
  };
  const { frozen, live } = programWith({
    attribution: { windowDays: 7, qualifyWithinDays: 90 },
    eligibility: { newCustomersOnly: true },
    campaignCodes: [{ code: 'FAIR26', source: 'fair' }],
    rules: [{ id: 'joined', on: 'signup', rewards: [reward] }],
  });
  expect([...eligibilityLines(frozen), ...timeLines(frozen, live, String)]).toEqual([
    'You must be a new customer.',
    'A visit through a link of the campaign counts for 7 days.',
    'Rewards are ordered at once.',
  ]);
});

test('tiers, percentages and how often a rule rewards are told', () => {
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const share = (basisPoints: number) => ({ basisPoints, cap: usd(5000) });
  const reward = { productId: 'CVS', delivery: 'Links', value: share(1000) };
  const { frozen } = programWith({
    budget: null,
    rules: [
      {
        id: 'sale',
        on: 'purchase',
        recurring: { max: 12, days: 365 },
        rewards: [{ ...reward, to: 'referrer', tiers: [{ from: 11, value: share(1500) }] }],
      },
      {
        id: 'visit',
        on: 'visit',
        when: { oncePerPerson: true, sources: ['fair'] },
        rewards: [{ ...reward, to: 'participant', value: usd(1000) }],
      },
    ],
  });
  expect(rewardLines(frozen.rules)).toEqual([
    'Whoever invites gets a gift card of 10% of the order, up to $50 (CVS) when a friend they invited places an order. From number 11 on it is a gift card of 15% of the order, up to $50. At most 12 times for one friend within 365 days of the first.',
    'Whoever takes part gets a $10 gift card (CVS) when they take part. It takes a code of: fair. Once for each person.',
  ]);
});

test('every kind of deed and milestone reads as a sentence', () => {
  const value = { amount: 500, currency: 'USD' };
  const reward = (to: string) => ({ to, productId: 'CVS', value, delivery: 'Links' });
  const { frozen } = programWith({
    budget: null,
    rules: [
      { id: 'a', on: 'signup', rewards: [reward('participant')] },
      { id: 'b', on: 'review', when: { firstOnly: true }, rewards: [reward('participant')] },
      { id: 'c', on: 'purchase', milestone: { every: 5 }, rewards: [reward('referrer')] },
      { id: 'd', on: 'purchase', milestone: { at: [1, 5] }, rewards: [reward('referrer')] },
    ],
  });
  expect(rewardLines(frozen.rules)).toEqual([
    'Whoever takes part gets a $5 gift card (CVS) when they sign up.',
    'Whoever takes part gets a $5 gift card (CVS) when they take part for the first time.',
    'Whoever invites gets a $5 gift card (CVS) for every 5 friends they invited who place an order.',
    'Whoever invites gets a $5 gift card (CVS) when 1 or 5 friends they invited place an order.',
  ]);
});
