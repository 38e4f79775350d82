import { describe, expect, test } from 'vitest';
import { fraudCheck } from '../../../server/domain/decision/fraud-check.ts';
import { findSignals } from '../../../server/domain/fraud/find-signals.ts';
import type { FraudFacts } from '../../../server/domain/fraud/fraud-facts.ts';
import type { Look } from '../../../server/domain/fraud/look.ts';
import { SIGNALS } from '../../../server/domain/fraud/signals.ts';
import { clickLike, factsLike } from './sample-facts.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR_MS = 3_600_000;
const BALANCED: Look = { level: 'balanced', now: NOW };
const STRICT: Look = { level: 'strict', now: NOW };

/** The signals on each side with their weights, such as `cycle 60`. */
function found(facts: Partial<FraudFacts>, look: Look = BALANCED) {
  const { referrer, friend } = findSignals(factsLike(facts), look);
  const names = ({ signals }: typeof referrer) => signals.map(({ signal, weight }) => `${signal} ${weight}`);
  return { referrer: names(referrer), friend: names(friend) };
}

const NOTHING = { referrer: [], friend: [] };
const onBoth = (signal: string) => ({ referrer: [signal], friend: [signal] });
const onReferrer = (signal: string) => ({ referrer: [signal], friend: [] });

test('an honest friend raises nothing', () => {
  expect(found({})).toEqual(NOTHING);
  expect(found({}, STRICT)).toEqual(NOTHING);
});

const BY_ADA = { by: 'par_referrer' };
const BURST = { friends: 20, withinMs: HOUR_MS, boundAt: NOW - HOUR_MS };
const SIBLING = { id: 'par_3', isBlocked: false, referrerId: 'par_referrer' };

test.each<[string, Partial<FraudFacts>, ReturnType<typeof found>]>([
  ['a circle of two', { line: ['par_friend'] }, onBoth('cycle 60')],
  ['a circle of five', { line: ['par_1', 'par_2', 'par_3', 'par_friend'] }, onBoth('cycle 60')],
  ['a long line that is no circle', { line: ['par_1', 'par_2', 'par_3', 'par_4'] }, NOTHING],
  ['a mailbox that this referrer brought before', { sharers: [SIBLING] }, onBoth('same_mail 60')],
  [
    'a mailbox of somebody blocked',
    { sharers: [{ ...SIBLING, referrerId: null, isBlocked: true }] },
    onBoth('same_mail 60'),
  ],
  ['a mailbox that somebody else brought', { sharers: [{ ...SIBLING, referrerId: 'par_9' }] }, NOTHING],
  ['a mailbox that nobody brought', { sharers: [{ ...SIBLING, referrerId: null }] }, NOTHING],
  [
    "the referrer's device",
    { meeting: { ...BY_ADA, kind: 'device', strangers: 0 } },
    onReferrer('same_device 60'),
  ],
  [
    'a device that one other used',
    { meeting: { ...BY_ADA, kind: 'device', strangers: 1 } },
    onReferrer('same_device 60'),
  ],
  [
    'an office behind one address',
    { meeting: { ...BY_ADA, kind: 'device', strangers: 2 } },
    onReferrer('same_network 20'),
  ],
  [
    "the referrer's network",
    { meeting: { ...BY_ADA, kind: 'network', strangers: 0 } },
    onReferrer('same_network 20'),
  ],
  [
    "a friend's throw-away address",
    { friend: { id: 'par_friend', mailKind: 'disposable' } },
    onBoth('disposable_mail 60'),
  ],
  [
    "a referrer's throw-away address",
    { referrer: { id: 'par_referrer', mailKind: 'disposable' } },
    onReferrer('disposable_mail 60'),
  ],
  ["a friend's relay", { friend: { id: 'par_friend', mailKind: 'relay' } }, onBoth('relay_mail 5')],
  ["a referrer's relay", { referrer: { id: 'par_referrer', mailKind: 'relay' } }, onReferrer('relay_mail 5')],
  ['20 friends within an hour', { pace: [BURST] }, onReferrer('velocity 10')],
  [
    '20 friends within an hour and a millisecond',
    { pace: [{ ...BURST, boundAt: BURST.boundAt - 1 }] },
    NOTHING,
  ],
  ['a purchase right after the sign-up', { sinceSignUpMs: 0 }, onBoth('too_fast 10')],
  ['a purchase 19.999 s after it', { sinceSignUpMs: 19_999 }, onBoth('too_fast 10')],
  ['a purchase 20 s after it', { sinceSignUpMs: 20_000 }, NOTHING],
  ['a purchase before the sign-up', { sinceSignUpMs: -5 }, NOTHING],
  ['no sign-up', { sinceSignUpMs: null }, NOTHING],
])('%s', (_name, facts, expected) => {
  expect(found(facts)).toEqual(expected);
});

describe('clicks', () => {
  const paid = { click: clickLike({ medium: 'paid' }) };
  test.each<[Partial<Look>, string[]]>([
    [{ level: 'balanced' }, []],
    [{ level: 'balanced', paidClicks: 'review' }, ['paid_click 60']],
    [{ level: 'balanced', paidClicks: 'allow' }, []],
    [{ level: 'strict' }, ['paid_click 30']],
    [{ level: 'strict', paidClicks: 'allow' }, []],
    [{ level: 'strict', paidClicks: 'review' }, ['paid_click 60']],
  ])('from an advertisement, under %j', (look, expected) => {
    expect(found(paid, { ...BALANCED, ...look })).toEqual({ referrer: expected, friend: [] });
  });

  const banned = { ...BALANCED, bannedSources: ['Deals.example', 'coupons.example'] };
  test.each([
    ['deals.example', true],
    ['www.coupons.example', true],
    ['a.b.deals.example', true],
    ['gooddeals.example', false],
    ['deals.example.org', false],
    [null, false],
  ])('from %s, banned: %s', (refererHost, isBanned) => {
    const expected = isBanned ? onBoth('banned_source 60') : NOTHING;
    expect(found({ click: clickLike({ refererHost }) }, banned)).toEqual(expected);
  });
});

test('somebody without a referrer is judged by what is their own', () => {
  const alone = { referrer: null, friend: { id: null, mailKind: 'disposable' as const } };
  expect(found(alone).friend).toEqual(['disposable_mail 60']);
});

test('each signal lists its evidence by ids, and the check repeats it', () => {
  const { referrer } = findSignals(
    factsLike({ line: ['par_1', 'par_friend'], meeting: { ...BY_ADA, kind: 'network', strangers: 0 } }),
    BALANCED,
  );
  expect(fraudCheck(referrer, 'balanced')).toMatchObject({
    passed: false,
    reason: 'suspicious',
    detail:
      'Score 80 of 100; cycle +60 (par_friend was referred by par_referrer was referred by par_1 was referred by par_friend); same_network +20 (clk_1 came from a network that par_referrer used that day).',
  });
});

test('everything weak together is under what holds in a balanced program, and anything strong alone is not', () => {
  const weak = findSignals(
    factsLike({
      friend: { id: 'par_friend', mailKind: 'relay' },
      referrer: { id: 'par_referrer', mailKind: 'relay' },
      meeting: { ...BY_ADA, kind: 'network', strangers: 0 },
      pace: [BURST],
      sinceSignUpMs: 0,
    }),
    BALANCED,
  );
  expect(weak.referrer.signals).toHaveLength(5);
  expect(fraudCheck(weak.referrer, 'balanced')).toMatchObject({ passed: true, reason: 'nothing_suspicious' });
  expect(fraudCheck(weak.referrer, 'strict')).toMatchObject({ passed: false, reason: 'suspicious' });
  for (const { signal, weight, sides } of SIGNALS) {
    expect(weight < 20.5 || weight === 30 || weight === 60, signal).toBe(true);
    expect(sides.length, signal).toBeGreaterThan(0);
  }
});

describe('a signal that cannot be told', () => {
  test('because its facts were not read holds those whom it concerns, and nobody else', () => {
    const { referrer, friend } = findSignals(factsLike(), BALANCED, new Set(['pace']));
    expect(referrer.failed).toEqual(['velocity']);
    expect(friend.failed).toEqual([]);
    expect(fraudCheck(referrer, 'balanced')).toMatchObject({ passed: false, reason: 'signal_failed' });
    expect(fraudCheck(friend, 'balanced')).toMatchObject({ passed: true });
  });

  test('because it throws does the same, and the others are told all the same', () => {
    const broken = {
      signal: 'broken',
      weight: 60,
      sides: ['friend' as const],
      from: [],
      find: () => {
        throw new Error('no such column');
      },
    };
    const rules = [broken, ...SIGNALS];
    const facts = factsLike({ sinceSignUpMs: 0 });
    const { friend } = findSignals(facts, BALANCED, new Set(), rules);
    expect(friend).toMatchObject({ failed: ['broken'], signals: [{ signal: 'too_fast' }] });
    const check = fraudCheck(friend, 'balanced');
    expect(check).toMatchObject({ passed: false, reason: 'signal_failed' });
    expect(check.detail).toContain('not readable: broken');
  });
});
