import fc from 'fast-check';
import { programLike } from '../support/acme.ts';

export const usd = (amount: number) => ({ amount, currency: 'USD' });
export const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

const percentage = fc
  .record({
    basisPoints: fc.integer({ min: 100, max: 5000 }),
    floor: oneOf(null, 1000),
    cap: oneOf(2500, 5000),
  })
  .map(({ basisPoints, floor, cap }) => ({
    basisPoints,
    cap: usd(cap),
    ...(floor !== null && { floor: usd(floor) }),
  }));
/** What a reward is worth: a fixed value, or a part of the purchase. */
export const anyValue = fc.oneof(oneOf(1000, 1500, 2500).map(usd), percentage);
const reward = (to: 'referrer' | 'friend') =>
  fc.record({ value: anyValue, tier: fc.option(anyValue) }).map(({ value: first, tier }) => ({
    to,
    productId: 'CVS',
    delivery: 'Links',
    value: first,
    ...(tier && { tiers: [{ from: 3, value: tier }] }),
  }));
const rewards = fc
  .tuple(reward('referrer'), fc.option(reward('friend')), fc.option(reward('referrer')))
  .map((given) => given.filter((each) => each !== null));

const perReferrer = fc
  .record({
    count: oneOf(undefined, 1, 2, 4),
    amount: oneOf(undefined, 1500, 4000, 9000),
    per: oneOf('day', 'week', 'month', 'year', 'ever'),
  })
  .filter(({ count, amount }) => count !== undefined || amount !== undefined)
  .map(({ amount, ...limit }) => ({ ...limit, ...(amount !== undefined && { amount: usd(amount) }) }));

/** The limits of a program, as the test looks after them. */
export type Limits = {
  perReferrer?: {
    count?: number;
    amount?: { amount: number };
    per: 'day' | 'week' | 'month' | 'year' | 'ever';
  };
  perDay?: number;
  total?: number;
};

/** Limits of a program; what is absent does not limit it. */
export const anyLimits = fc
  .record(
    { perReferrer, perDay: fc.integer({ min: 1, max: 5 }), total: fc.integer({ min: 1, max: 9 }) },
    { requiredKeys: [] },
  )
  .map((limits) => limits as Limits);

/** A program that rewards purchases, with any limits; without its id. */
export const anyProgram = fc
  .record({
    rewards,
    limits: anyLimits,
    budget: oneOf(null, 2000, 6000, 15_000),
    minAmount: oneOf(undefined, 2000),
    days: oneOf(0, 3),
    every: oneOf(undefined, 2),
    timezone: oneOf('UTC', 'America/New_York', 'Pacific/Auckland'),
    approval: oneOf('auto', 'manual'),
  })
  .map(({ rewards: given, budget, minAmount, days, every, ...live }) => ({
    declared: programLike({
      ...live,
      id: undefined,
      status: 'active',
      fraud: { level: 'off' },
      hold: { days },
      budget: budget === null ? null : usd(budget),
      rules: [
        {
          id: 'buy',
          on: 'purchase',
          when: minAmount === undefined ? {} : { minAmount: usd(minAmount) },
          ...(every !== undefined && { milestone: { every } }),
          rewards: given,
        },
      ],
    }) as Record<string, unknown>,
    limits: live.limits,
    budget,
    timezone: live.timezone,
  }));

export type AnyProgram = typeof anyProgram extends fc.Arbitrary<infer T> ? T : never;
