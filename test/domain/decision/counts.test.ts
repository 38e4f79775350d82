import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../server/domain/clock.ts';
import { milestonesUpTo, nextMilestone } from '../../../server/domain/decision/count-checks.ts';
import { decide } from '../../../server/domain/decision/decide.ts';
import type { RuleCounts, Situation } from '../../../server/domain/decision/situation.ts';
import type { Rule } from '../../../shared/contract/program.ts';
import { BOUND_AT, programOf, situationOf, usd } from './support/situations.ts';

const GIFT = {
  to: 'referrer',
  productId: 'CVS',
  value: { amount: 1500, currency: 'USD' },
  delivery: 'Links',
} as const;
const NONE: RuleCounts = { events: 0, referrals: 0, ofReferral: 0, firstAt: null, rewarded: 0 };

function ruleWith(change: Partial<Rule>): Rule {
  return { id: 'rule', on: 'purchase', when: {}, milestone: null, rewards: [GIFT], ...change };
}

function rulingOf(rule: Rule, counts: Partial<RuleCounts>, change: Partial<Situation> = {}) {
  const counted = new Map([['rule', { ...NONE, ...counts }]]);
  return decide(situationOf({ counts: counted, ...change }, programOf({ rules: [rule] })));
}

function outcomeOf(rule: Rule, counts: Partial<RuleCounts>, change: Partial<Situation> = {}): string {
  const [verdict] = rulingOf(rule, counts, change).verdicts;
  return verdict?.outcome === 'refused' ? (verdict.checks.at(-1)?.reason ?? '') : 'earned';
}

describe('a milestone', () => {
  const fifths = ruleWith({ milestone: { every: 5 } });

  test('rewards the referral that reaches it, and none between', () => {
    const outcomes = Array.from({ length: 11 }, (_, referrals) =>
      outcomeOf(fifths, { referrals, rewarded: Math.floor(referrals / 5) }),
    );
    const between = 'milestone_not_reached';
    expect(outcomes).toEqual([
      ...Array(4).fill(between),
      'earned',
      ...Array(4).fill(between),
      'earned',
      between,
    ]);
  });

  test('counts the referral even where it rewards nothing', () => {
    expect(rulingOf(fifths, {}).fulfilled.map(({ id }) => id)).toEqual(['rule']);
  });

  test('counts a friend once, however often they buy', () => {
    expect(outcomeOf(fifths, { referrals: 4, ofReferral: 1, events: 9 })).toBe('milestone_not_reached');
  });

  test('that was rewarded, came undone and is reached again is not rewarded twice', () => {
    expect(outcomeOf(fifths, { referrals: 4, rewarded: 1 })).toBe('milestone_not_reached');
    // Its reward was taken back: then it is owed anew.
    expect(outcomeOf(fifths, { referrals: 4, rewarded: 0 })).toBe('earned');
  });

  test('may stand at chosen numbers', () => {
    const chosen = ruleWith({ milestone: { at: [1, 5, 10] } });
    expect(outcomeOf(chosen, { referrals: 0 })).toBe('earned');
    expect(outcomeOf(chosen, { referrals: 1, rewarded: 1 })).toBe('milestone_not_reached');
    expect(outcomeOf(chosen, { referrals: 4, rewarded: 1 })).toBe('earned');
    expect(outcomeOf(chosen, { referrals: 9, rewarded: 2 })).toBe('earned');
    expect(outcomeOf(chosen, { referrals: 10, rewarded: 3 })).toBe('milestone_not_reached');
    expect([0, 1, 9, 10].map((count) => nextMilestone({ at: [1, 5, 10] }, count))).toEqual([1, 5, 10, null]);
    expect([0, 4, 5].map((count) => nextMilestone({ every: 5 }, count))).toEqual([5, 5, 10]);
    expect(milestonesUpTo({ at: [5, 5, 1] }, 7)).toBe(2);
  });
});

describe('a recurring rule', () => {
  const yearly = ruleWith({ recurring: { max: 3, days: 365 } });

  test('rewards a referral so often, and no further', () => {
    expect([0, 1, 2, 3].map((ofReferral) => outcomeOf(yearly, { ofReferral, firstAt: BOUND_AT }))).toEqual([
      'earned',
      'earned',
      'earned',
      'recurring_over',
    ]);
  });

  test('rewards for so many days after the first time, to the millisecond', () => {
    const firstAt = BOUND_AT - 365 * DAY_MS;
    expect(outcomeOf(yearly, { ofReferral: 1, firstAt })).toBe('earned');
    expect(outcomeOf(yearly, { ofReferral: 1, firstAt: firstAt - 1 })).toBe('recurring_over');
  });
});

test('a tier gives its value from its number on', () => {
  const tiered = ruleWith({
    rewards: [{ ...GIFT, tiers: [{ from: 3, value: { amount: 2500, currency: 'USD' } }] }],
  });
  const values = [0, 1, 2, 3].map((events) => rulingOf(tiered, { events }).verdicts[0]?.value.amount);
  expect(values).toEqual([1500, 1500, 2500, 2500]);
});

test('a rule that rewards once refuses whom it has rewarded', () => {
  const once = ruleWith({ when: { oncePerPerson: true } });
  expect(outcomeOf(once, {})).toBe('earned');
  expect(outcomeOf(once, {}, { rewardedBefore: new Set(['rule par_1']) })).toBe('already_rewarded');
  expect(outcomeOf(once, {}, { rewardedBefore: new Set(['rule par_2', 'other par_1']) })).toBe('earned');
});

test('limits are counted reward by reward within one event', () => {
  const rule = ruleWith({ rewards: [GIFT, { ...GIFT, to: 'friend' }, { ...GIFT, to: 'friend' }] });
  const program = programOf({
    rules: [rule],
    limits: { total: 3, perReferrer: { amount: { amount: 3000, currency: 'USD' }, per: 'ever' } },
  });
  const used = (count: number, amount: number) => [
    { scope: 'program', period: 'ever', count, amount },
    { scope: 'par_1', period: 'ever', count, amount },
  ];
  const outcomes = (limitUses: Situation['limitUses']) =>
    decide(situationOf({ limitUses }, program)).verdicts.map(({ outcome, checks }) =>
      outcome === 'refused' ? checks.at(-1)?.reason : outcome,
    );
  expect(outcomes(used(0, 0))).toEqual(['earned', 'earned', 'earned']);
  expect(outcomes(used(1, 1500))).toEqual(['earned', 'earned', 'total_limit_reached']);
  expect(outcomes(used(1, 1501))).toEqual(['referrer_limit_reached', 'earned', 'earned']);
  const [first] = decide(situationOf({ limitUses: used(1, 1501) }, program)).verdicts;
  expect(first?.checks.at(-1)?.detail).toBe('At most $30 in all.');
  expect(decide(situationOf({ budget: usd(0) }, program)).verdicts[0]?.checks.at(-1)?.reason).toBe(
    'budget_exhausted',
  );
});

test.each([
  ['day', 'At most one reward on 2026-11-23.'],
  ['month', 'At most one reward in the month from 2026-11-01 on.'],
] as const)('says in a sentence of which %s a limit is', (per, says) => {
  const program = programOf({ limits: { perReferrer: { count: 1, per } } });
  const period = per === 'day' ? 'day 2026-11-23' : 'month 2026-11-01';
  const limitUses = [{ scope: 'par_1', period, count: 1, amount: 1500 }];
  const [first] = decide(situationOf({ limitUses }, program)).verdicts;
  expect(first?.checks.at(-1)?.detail).toBe(says);
});
