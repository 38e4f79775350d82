import { describe, expect, test } from 'vitest';
import { decide } from '../../../server/domain/decision/decide.ts';
import type { Person, Situation } from '../../../server/domain/decision/situation.ts';
import { BOUND_AT, personLike, programOf, situationOf } from './support/situations.ts';

type Change = NonNullable<Parameters<typeof programOf>[0]>;

/** `who: outcome, reason` of both sides, where the reason is what ended or holds it. */
function sides(
  program: Change,
  actor: Partial<Person>,
  referrer: Partial<Person> = {},
  change: Partial<Situation> = {},
) {
  const people = {
    actor: { ...personLike('par_2'), ...actor },
    referrer: { ...personLike('par_1'), ...referrer },
  };
  const { verdicts } = decide(situationOf({ people, ...change }, programOf(program)));
  return verdicts.map(({ outcome, checks }) =>
    `${outcome} ${checks.find(({ passed }) => !passed)?.reason ?? ''}`.trim(),
  );
}

const BORN = { bornBy: '1990-01-01' };
const NY = { country: 'US', region: 'NY' };

describe('eligibility', () => {
  test.each<[string, Required<Change>['eligibility'], Partial<Person>, Partial<Person>, string[]]>([
    ['asks for nothing', {}, {}, {}, ['earned', 'earned']],
    ['an age that both have', { minAge: 18 }, BORN, BORN, ['earned', 'earned']],
    ['a friend on their birthday', { minAge: 18 }, { bornBy: '2008-11-23' }, BORN, ['earned', 'earned']],
    [
      'a friend the day before it',
      { minAge: 18 },
      { bornBy: '2008-11-24' },
      BORN,
      ['refused too_young', 'refused too_young'],
    ],
    [
      'a referrer who is too young',
      { minAge: 18 },
      BORN,
      { bornBy: '2015-01-01' },
      ['refused too_young', 'earned'],
    ],
    [
      'an age that is not known of the friend',
      { minAge: 18 },
      {},
      BORN,
      ['held age_unknown', 'held age_unknown'],
    ],
    ['an age that is not known of the referrer', { minAge: 18 }, BORN, {}, ['held age_unknown', 'earned']],
    ['a country', { countries: ['US'] }, NY, NY, ['earned', 'earned']],
    [
      'another country of the friend',
      { countries: ['US'] },
      { country: 'DE' },
      NY,
      ['refused country_excluded', 'refused country_excluded'],
    ],
    [
      'another country of the referrer',
      { countries: ['US'] },
      NY,
      { country: 'DE' },
      ['refused country_excluded', 'earned'],
    ],
    [
      'an excluded region, however it is written',
      { excludeRegions: ['NY'] },
      { region: 'ny' },
      { region: 'CA' },
      ['refused region_excluded', 'refused region_excluded'],
    ],
    [
      'a region that is not known',
      { excludeRegions: ['NY'] },
      {},
      { region: 'CA' },
      ['held region_unknown', 'held region_unknown'],
    ],
    [
      'a region by its name, which is no code',
      { excludeRegions: ['US-NY'] },
      { country: 'US', region: 'New York' },
      { country: 'US', region: 'CA' },
      ['held region_unknown', 'held region_unknown'],
    ],
    [
      'an excluded participant',
      { excludeParticipants: ['par_1'] },
      {},
      {},
      ['refused person_excluded', 'earned'],
    ],
    [
      'an excluded domain',
      { excludeDomains: ['acme.example'] },
      { isDomainExcluded: true },
      { isDomainExcluded: false },
      ['refused domain_excluded', 'refused domain_excluded'],
    ],
    [
      'a domain that is not known',
      { excludeDomains: ['acme.example'] },
      { isDomainExcluded: false },
      {},
      ['held domain_unknown', 'earned'],
    ],
    [
      'accepted terms',
      { acceptTerms: true },
      { acceptedVersion: 1 },
      {},
      ['held terms_not_accepted', 'earned'],
    ],
  ])('%s', (_name, eligibility, actor, referrer, expected) => {
    expect(sides({ eligibility }, actor, referrer)).toEqual(expected);
  });

  // ISO 3166-2 in both spellings, whichever the program and the site use.
  test.each<[string[], string | null, string, string]>([
    [['US-NY'], 'US', 'NY', 'refused region_excluded'],
    [['US-NY'], 'US', 'us-ny', 'refused region_excluded'],
    [['us-ny'], null, 'US-NY', 'refused region_excluded'],
    [['NY'], null, 'US-NY', 'refused region_excluded'],
    [['NY'], null, 'NY', 'refused region_excluded'],
    [['CA-QC', 'US-NY'], 'US', ' NY ', 'refused region_excluded'],
    [['US-NY'], null, 'NY', 'held region_unknown'],
    [['US-NY'], 'CA', 'US-NY', 'held region_unknown'],
    [['US-NY'], 'DE', 'NY', 'earned'],
    [['US-NY'], null, 'CA', 'earned'],
    [['US-NY', 'CA-QC'], 'US', 'US-CA', 'earned'],
  ])('of %j, in %s a region %j is %s', (excludeRegions, country, region, expected) => {
    const elsewhere = { country: 'US', region: 'TX' };
    expect(sides({ eligibility: { excludeRegions } }, { country, region }, elsewhere)[1]).toBe(expected);
  });

  test('new customers only: a known one earns nothing for anybody', () => {
    const refused = ['refused known_customer', 'refused known_customer'];
    expect(sides({ eligibility: { newCustomersOnly: true } }, {}, {}, { isNewCustomer: false })).toEqual(
      refused,
    );
    expect(sides({}, {}, {}, { isNewCustomer: false })).toEqual(['earned', 'earned']);
  });

  test('what refuses outweighs what only holds', () => {
    const eligibility = { minAge: 18, countries: ['US'] };
    expect(
      decide(
        situationOf(
          { people: { actor: { ...personLike('par_2'), country: 'DE' }, referrer: personLike('par_1') } },
          programOf({ eligibility }),
        ),
      ).verdicts[0]?.outcome,
    ).toBe('refused');
  });
});

test('whoever is blocked earns nothing, and a blocked friend earns nothing for the referrer', () => {
  expect(sides({}, {}, { blockedAt: BOUND_AT })).toEqual(['refused participant_blocked', 'earned']);
  expect(sides({}, { blockedAt: BOUND_AT })).toEqual([
    'refused participant_blocked',
    'refused participant_blocked',
  ]);
});

describe('waiting', () => {
  test('a hold counts from the deed and says until when', () => {
    const { verdicts } = decide(situationOf({}, programOf({ hold: { days: 14 } })));
    expect(verdicts[0]).toMatchObject({ outcome: 'held' });
    expect(verdicts[0]?.checks.at(-1)).toMatchObject({
      reason: 'hold_period',
      until: '2026-12-07T12:00:00.000Z',
    });
    const late = situationOf({ now: Date.parse('2026-12-07T12:00:00Z') }, programOf({ hold: { days: 14 } }));
    expect(decide(late).verdicts[0]).toMatchObject({ outcome: 'earned' });
  });

  test.each<[string, Required<Change>['approval'], string[]]>([
    ['by nobody', 'auto', ['earned', 'earned']],
    ['by a person', 'manual', ['held awaiting_approval', 'held awaiting_approval']],
    ['by nobody up to a sum', { over: { amount: 1500, currency: 'USD' } }, ['earned', 'earned']],
    [
      'by a person over a sum',
      { over: { amount: 1499, currency: 'USD' } },
      ['held awaiting_approval', 'held awaiting_approval'],
    ],
  ])('approval %s', (_name, approval, expected) => {
    expect(sides({ approval }, {})).toEqual(expected);
  });
});

describe('suspicion', () => {
  const side = (weight: number, failed: string[] = []) => ({
    signals: [{ signal: 'cycle', weight, evidence: 'rfl_1' }],
    failed,
  });

  test('holds either side by itself, at the score of its level, and never refuses', () => {
    const suspicion = { referrer: side(60), friend: side(59) };
    expect(sides({ fraud: { level: 'balanced' } }, {}, {}, { suspicion })).toEqual([
      'held suspicious',
      'earned',
    ]);
    expect(sides({}, {}, {}, { suspicion })).toEqual(['held suspicious', 'earned']);
    expect(sides({ fraud: { level: 'strict' } }, {}, {}, { suspicion })).toEqual([
      'held suspicious',
      'held suspicious',
    ]);
    expect(sides({ fraud: { level: 'off' } }, {}, {}, { suspicion })).toEqual(['earned', 'earned']);
  });

  test('a signal that could not be read holds', () => {
    const suspicion = { referrer: side(0, ['cycle']), friend: side(0) };
    expect(sides({}, {}, {}, { suspicion })).toEqual(['held signal_failed', 'earned']);
  });

  test('scores end at 100', () => {
    const suspicion = { referrer: side(500), friend: side(0) };
    const [verdict] = decide(situationOf({ suspicion })).verdicts;
    expect(verdict?.checks.find(({ check }) => check === 'fraud')?.detail).toContain('Score 100 of 100');
  });
});
