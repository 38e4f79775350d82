import fc from 'fast-check';
import { DAY_MS } from '../../../server/domain/clock.ts';
import { programLike } from '../../support/acme.ts';
import { type AnyProgram, anyLimits, anyValue, oneOf, usd } from '../any-program.ts';

/** What a program says from now on: live settings, or those of a new version. Limits and budget, as the test reckons them. */
export type Change = Partial<Pick<AnyProgram, 'limits' | 'budget'>> & {
  declared: Record<string, unknown>;
  /** When it ends from then on; null for no end, and absent where the change does not say. */
  endsAfterMs?: number | null;
};

const TIMEZONE = 'America/New_York';

const milestone = oneOf(null, null, null, { every: 2 }, { at: [1, 3] });
const recurring = oneOf({ max: 1 }, { max: 3 }, { max: 2, days: 10 });
const purchaseWhen = fc.record(
  {
    firstOnly: fc.boolean(),
    minAmount: oneOf(2000, 9000).map(usd),
    oncePerPerson: fc.boolean(),
  },
  { requiredKeys: [] },
);

function rewards(most: number, ...to: string[]) {
  const reward = fc.record({ to: oneOf(...to), value: anyValue, tier: fc.option(anyValue) });
  return fc.array(
    reward.map(({ tier, ...given }) => ({
      ...given,
      productId: 'CVS',
      delivery: 'Links',
      ...(tier && { tiers: [{ from: 2, value: tier }] }),
    })),
    { minLength: 1, maxLength: most },
  );
}

const buy = fc.record(
  {
    id: fc.constant('buy'),
    on: fc.constant('purchase'),
    when: purchaseWhen,
    milestone,
    recurring,
    rewards: rewards(3, 'referrer', 'friend'),
  },
  { requiredKeys: ['id', 'on', 'when', 'milestone', 'rewards'] },
);
const join = fc.record({
  id: fc.constant('join'),
  on: fc.constant('signup'),
  when: oneOf({}, { firstOnly: true }, { oncePerPerson: true }),
  milestone,
  rewards: rewards(2, 'referrer', 'friend'),
});
const act = fc.record(
  {
    id: fc.constant('act'),
    on: fc.constant('visit'),
    when: oneOf({}, { oncePerPerson: true }),
    recurring,
    rewards: rewards(1, 'participant'),
  },
  { requiredKeys: ['id', 'on', 'when', 'rewards'] },
);
const buyAsWell = fc.record({
  id: fc.constant('buy-as-well'),
  on: fc.constant('purchase'),
  when: purchaseWhen,
  milestone,
  rewards: rewards(2, 'referrer', 'participant'),
});

const ruleLists = fc
  .tuple(buy, fc.option(join), fc.option(act), fc.option(buyAsWell))
  .map((given) => given.filter((each) => each !== null));

/** What a new version of a program may say. */
export const anyVersion: fc.Arbitrary<Change> = fc
  .record({
    rules: ruleLists,
    hold: oneOf(0, 0, 3).map((days) => ({ days })),
    approval: oneOf<unknown>('auto', 'auto', 'manual', { over: usd(1200), twoOver: usd(2000) }),
    attribution: oneOf({ windowDays: 30 }, { windowDays: 30, qualifyWithinDays: 5 }),
    eligibility: oneOf<unknown>(
      {},
      {},
      { acceptTerms: true },
      { newCustomersOnly: true },
      { countries: ['US'] },
      { minAge: 18 },
    ),
  })
  .map((declared) => ({ declared }));

const ACTIVE = ['active', 'active', 'active', 'active', 'active', 'active', 'active'];

/** What may change while a program runs. */
export const anyLive = fc
  .record({
    limits: anyLimits,
    budget: oneOf(null, null, 2000, 6000, 15_000),
    payout: oneOf<unknown>({ mode: 'instant' }, { mode: 'scheduled', every: 'day' }, { mode: 'on_open' }),
    fraud: oneOf<unknown>(
      { level: 'off' },
      { level: 'balanced' },
      { level: 'strict', velocity: { perReferrer: { friends: 1, minutes: 60 } } },
    ),
    status: oneOf(...ACTIVE, 'paused'),
    endsAfterMs: oneOf(null, null, null, 10 * DAY_MS),
  })
  .map(({ limits, budget, endsAfterMs, ...live }) => ({
    limits,
    budget,
    endsAfterMs,
    declared: { ...live, limits, budget: budget === null ? null : usd(budget) },
  }));

/** The program once it says so, at an instant (epoch ms). */
export function changed(program: AnyProgram, change: Change, now: number): AnyProgram {
  const { declared, endsAfterMs, ...reckoned } = change;
  const endsAt = endsAfterMs ? new Date(now + endsAfterMs).toISOString() : null;
  const end = endsAfterMs === undefined ? {} : { endsAt };
  return { ...program, ...reckoned, declared: { ...program.declared, ...declared, ...end } };
}

/** A program that runs until it is told otherwise, with any rules and settings. */
export const anyBeginning: fc.Arbitrary<AnyProgram> = fc
  .record({ version: anyVersion, live: anyLive, stackable: fc.boolean(), priority: fc.nat(1) })
  .map(({ version, live: { limits, budget, declared: live }, ...beside }) => ({
    declared: programLike({
      ...beside,
      ...version.declared,
      ...live,
      id: undefined,
      timezone: TIMEZONE,
      status: 'active',
    }) as Record<string, unknown>,
    limits,
    budget,
    timezone: TIMEZONE,
  }));
