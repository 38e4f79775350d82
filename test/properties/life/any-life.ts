import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../server/domain/clock.ts';
import { oneOf } from '../any-program.ts';
import { anyBeginning, anyLive, anyVersion } from './any-settings.ts';

/** People, each of them a referrer, a friend and a customer in turn; the first of them are members from the start. */
export const PEOPLE = 6;
export const FIRST_MEMBERS = 4;

const person = fc.nat(PEOPLE - 1);
const program = fc.nat(1);
const purchase = fc.nat(11);
const reward = fc.nat(30);
const batch = fc.nat(2);
/** Of the two keys of the site's people, for what both have to agree to. */
const isSecond = fc.boolean();
const optional = { requiredKeys: [] };

/** Who sent the customer, and how the event tells it. Mostly somebody did, maybe the customer themselves. */
const sentBy = fc.option(
  fc.record({ referrer: person, how: oneOf('code' as const, 'token' as const, 'both' as const) }),
  { freq: 6 },
);
/** Null: the event names no program. */
const named = fc.option(program, { freq: 2 });

/** One deed of a life: `kind` says which, the rest by numbers of whom and what it is about. */
function deed<Kind extends string, Facts>(
  kind: Kind,
  weight: number,
  facts: { [Name in keyof Facts]: fc.Arbitrary<Facts[Name]> },
) {
  return {
    weight,
    arbitrary: fc.record(facts).map((given) => ({ kind, ...given }) as { kind: Kind } & Facts),
  };
}

const anyDeed = fc.oneof(
  deed('buy', 8, {
    purchase,
    person,
    sentBy,
    named,
    amount: fc.integer({ min: 500, max: 30_000 }),
    facts: fc.record({ isNew: fc.boolean(), country: oneOf('US', 'DE'), age: oneOf(16, 30) }, optional),
    agoMs: oneOf(0, 0, 0, HOUR_MS, 4 * DAY_MS, 12 * DAY_MS),
  }),
  deed('signup', 3, {
    person,
    sentBy,
    named,
    facts: fc.record({ displayName: oneOf('Ann', 'Bo') }, optional),
  }),
  deed('visit', 2, { person, sentBy, named }),
  deed('return', 4, {
    purchase,
    amount: fc.option(fc.integer({ min: 1, max: 20_000 })),
    type: oneOf('refund', 'refund', 'cancellation', 'dispute'),
  }),
  deed('review', 4, {
    reward,
    verdict: oneOf('approve', 'approve', 'reject', 'cancel', 'retry'),
    isSecond,
  }),
  deed('reissue', 1, { reward }),
  deed('reveal', 4, { reward }),
  deed('work', 5, {}),
  deed('member', 4, {
    person,
    facts: fc.record(
      { displayName: oneOf(null, 'Ann', 'Bo', 'Cy'), country: oneOf('US', 'DE', null), age: oneOf(30, 16) },
      optional,
    ),
  }),
  deed('accept', 2, { person, program }),
  deed('erase', 1, { person }),
  deed('block', 1, { person }),
  deed('unblock', 1, { person }),
  deed('code', 1, { person, program }),
  deed('change', 2, { program, change: anyLive }),
  deed('change', 1, { program, change: anyVersion }),
  deed('give', 1, { person, program }),
  deed('batch', 1, { batch, person, program }),
  deed('changeBatch', 2, {
    batch,
    verdict: oneOf('approve', 'stop', 'resume', 'cancel'),
    isSecond,
  }),
  deed('bind', 2, { person, referrer: person, program }),
  deed('click', 2, { person, program }),
  deed('ask', 1, { person, program }),
);

export type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;
/** The deed of one kind. */
export type DeedOf<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>;

const after = oneOf(0, 0, MINUTE_MS, HOUR_MS, 9 * HOUR_MS, 2 * DAY_MS, 8 * DAY_MS);

/** Two programs, what happens to them and after how long, and how the dice of ids and upstream fall. */
export const anyLife = fc.record({
  programs: fc.tuple(anyBeginning, anyBeginning),
  deeds: fc.array(fc.record({ deed: anyDeed, afterMs: after }), {
    minLength: 25,
    maxLength: 60,
    size: 'max',
  }),
  seed: fc.integer({ min: 1, max: 1e9 }),
});

export type AnyLife = typeof anyLife extends fc.Arbitrary<infer T> ? T : never;
