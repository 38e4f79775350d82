import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../server/domain/clock.ts';
import { pass, refuse, wait } from '../../../server/domain/decision/check.ts';
import { decide } from '../../../server/domain/decision/decide.ts';
import { outcomeOf } from '../../../server/domain/decision/decision.ts';
import type { Situation } from '../../../server/domain/decision/situation.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import {
  ATTRIBUTED,
  BOUND_AT,
  eventWith,
  programOf,
  STRANGER,
  situationOf,
  usd,
} from './support/situations.ts';

/** The outcome of each reward with the reason that ended it. */
function verdictsOf(situation: Situation): string[] {
  return decide(situation).verdicts.map(({ outcome, checks }) => `${outcome}: ${checks.at(-1)?.reason}`);
}

/** Every fact that deciding looks at, in all its forms. */
const anySituation = fc
  .record({
    phase: fc.constantFrom<Situation['phase'][]>('active', 'draft', 'paused', 'not_started', 'ended'),
    attribution: fc.constantFrom(ATTRIBUTED, STRANGER),
    trust: fc.constantFrom('verified' as const, 'reported' as const),
    amount: fc.option(fc.record({ amount: fc.nat(6000), currency: fc.constantFrom('USD', 'EUR') })),
    isFirst: fc.boolean(),
    outranked: fc.boolean(),
    budget: fc.option(fc.oneof(fc.nat(5000), fc.constant(Number.POSITIVE_INFINITY)).map(usd)),
  })
  .map(({ trust, amount, ...facts }) => situationOf({ ...facts, ...eventWith({ trust, amount }) }));

describe('deciding', () => {
  test('gives the same answer for the same situation', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        expect(decide(situation)).toEqual(decide(structuredClone(situation)));
      }),
    );
  });

  test('leaves a trace that replays to its outcome and ends in a reason', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        for (const { outcome, checks } of decide(situation).verdicts) {
          expect(outcomeOf(JSON.parse(JSON.stringify(checks)))).toBe(outcome);
          expect(checks.length).toBeGreaterThan(0);
          for (const { reason, detail } of checks) {
            expect(SUPPORT_TEXTS).toHaveProperty(reason);
            expect(detail).not.toBe('');
          }
          expect(checks.some(({ passed }) => !passed)).toBe(outcome !== 'earned');
        }
      }),
    );
  });

  test('never promises more than the budget holds, whatever the rewards cost and in whichever order', () => {
    const values = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, fc.nat(8000), (amounts, budgetLeft) => {
        const program = programOf({
          rules: [
            {
              id: 'rule',
              on: 'purchase',
              when: { firstOnly: false },
              milestone: null,
              rewards: amounts.map((amount) => ({
                to: 'friend',
                productId: 'CVS',
                value: { amount, currency: 'USD' },
                delivery: 'Links',
              })),
            },
          ],
        });
        const { verdicts } = decide(situationOf({ budget: usd(budgetLeft) }, program));
        const promised = verdicts
          .filter(({ outcome }) => outcome === 'earned')
          .reduce((sum, { value }) => sum + value.amount, 0);
        expect(promised).toBeLessThanOrEqual(budgetLeft);
        for (const { outcome, value, checks } of verdicts) {
          if (outcome === 'earned') continue;
          expect(checks.at(-1)?.reason).toBe('budget_exhausted');
          expect(value.amount).toBeGreaterThan(budgetLeft - promised);
        }
      }),
    );
  });

  test.each<[string, Partial<Situation>, string | undefined]>([
    ['everything fits', {}, undefined],
    ['nobody referred', { attribution: STRANGER }, 'no_referral'],
    ['the program is paused', { phase: 'paused' }, 'program_not_active'],
    ['the program has not started', { phase: 'not_started' }, 'program_not_started'],
    ['the program has ended', { phase: 'ended' }, 'program_ended'],
    ['a browser said so', eventWith({ trust: 'reported' }), 'event_only_reported'],
    ['it is not the first', { isFirst: false }, 'not_first'],
    ['the amount is missing', eventWith({ amount: null }), 'amount_missing'],
    [
      'the amount is one cent short',
      eventWith({ amount: { amount: 2499, currency: 'USD' } }),
      'amount_too_low',
    ],
    ['the currency differs', eventWith({ amount: { amount: 9999, currency: 'EUR' } }), 'currency_differs'],
    ['another program won', { outranked: true }, 'another_program_won'],
    ['one cent of budget is missing', { budget: usd(1499) }, 'budget_exhausted'],
    ['nothing limits the budget', { budget: null }, undefined],
    ['the budget is in another currency', { budget: { left: 9999, currency: 'JPY' } }, 'currency_differs'],
  ])('names the reason when %s', (_name, change, reason) => {
    const [first] = decide(situationOf(change)).verdicts;
    expect(first?.checks.find(({ passed }) => !passed)?.reason).toBe(reason);
  });

  test('pays at exactly the minimum and from exactly the last cent of the budget', () => {
    const exact = { ...eventWith({ amount: { amount: 2500, currency: 'USD' } }), budget: usd(3000) };
    expect(verdictsOf(situationOf(exact))).toEqual(['earned: budget_available', 'earned: budget_available']);
  });

  test('gives the first reward when the budget holds only one of two', () => {
    expect(verdictsOf(situationOf({ budget: usd(2000) }))).toEqual([
      'earned: budget_available',
      'refused: budget_exhausted',
    ]);
  });

  test('counts the time to qualify from the binding, to the millisecond', () => {
    const program = programOf({ attribution: { windowDays: 30, qualifyWithinDays: 90 } });
    const until = BOUND_AT + 90 * DAY_MS;
    const inTime = situationOf(eventWith({ occurredAt: until }), program);
    const tooLate = situationOf(eventWith({ occurredAt: until + 1 }), program);
    expect(verdictsOf(inTime)[0]).toBe('earned: budget_available');
    expect(verdictsOf(tooLate)[0]).toBe('refused: too_late');
  });

  test('compares metadata value by value and says which one differs', () => {
    const when = { firstOnly: false, metadata: { channel: 'web' } };
    const rules =
      programOf()
        .versions.get(1)
        ?.rules.map((rule) => ({ ...rule, when })) ?? [];
    const program = programOf({ rules });
    const verdicts = (metadata: Situation['event']['metadata']) =>
      decide(situationOf(eventWith({ metadata }), program)).verdicts[0];
    expect(verdicts({ channel: 'web', other: 1 })?.outcome).toBe('earned');
    expect(verdicts({})?.checks.at(-1)).toMatchObject({ reason: 'metadata_differs' });
    expect(verdicts({ channel: 'shop' })?.checks.at(-1)?.detail).toContain('channel');
  });
});

describe('replaying a trace', () => {
  test('a check that only waits holds, one that failed for good refuses whatever waits beside it', () => {
    const waits = wait('hold', 'hold_period', BOUND_AT);
    expect(outcomeOf([pass('program', 'program_active')])).toBe('earned');
    expect(outcomeOf([pass('program', 'program_active'), waits])).toBe('held');
    expect(outcomeOf([refuse('first_only', 'not_first'), waits])).toBe('refused');
  });
});
