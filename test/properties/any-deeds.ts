import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../server/domain/clock.ts';
import { anyLimits, type Limits } from './any-program.ts';

/** What happens to a program, by numbers: of the referrer, of their friend, of the purchase, of a waiting reward. */
export type Deed = { afterMs: number } & (
  | { kind: 'buy'; purchase: number; referrer: number; friend: number; amount: number }
  | { kind: 'return'; purchase: number; amount: number | null }
  | { kind: 'review'; reward: number; verdict: 'approve' | 'reject' | 'cancel' }
  | { kind: 'limit'; limits: Limits }
  | { kind: 'work' }
);

const PURCHASES = 12;

const purchases = fc.array(
  fc.record({ referrer: fc.nat(1), friend: fc.nat(5), amount: fc.integer({ min: 1000, max: 30_000 }) }),
  { minLength: PURCHASES, maxLength: PURCHASES },
);
const returns = fc.array(
  fc.record({
    purchase: fc.nat(PURCHASES - 1),
    // Without an amount all of it comes back.
    amount: fc.option(fc.integer({ min: 1, max: 20_000 })),
  }),
  { maxLength: 8 },
);
const reviews = fc.array(
  fc.record({
    reward: fc.nat(20),
    verdict: fc.constantFrom('approve' as const, 'reject' as const, 'cancel' as const),
  }),
  { maxLength: 5 },
);
const changes = fc.array(fc.record({ limits: anyLimits }), { maxLength: 4 });
const waits = fc.array(fc.constantFrom(0, HOUR_MS, 9 * HOUR_MS, 2 * DAY_MS, 20 * DAY_MS), {
  minLength: 34,
  maxLength: 34,
});

/** Twelve purchases of six friends of two referrers, returns of some, decisions of a person, other limits, and the worker's rounds. */
const anyDeeds = fc
  .tuple(purchases, returns, reviews, changes, fc.nat(3), waits)
  .map(([bought, returned, reviewed, changed, rounds, times]) =>
    [
      ...bought.map((each, purchase) => ({ kind: 'buy' as const, purchase, ...each })),
      ...returned.map((each) => ({ kind: 'return' as const, ...each })),
      ...reviewed.map((each) => ({ kind: 'review' as const, ...each })),
      ...changed.map((each) => ({ kind: 'limit' as const, ...each })),
      ...Array.from({ length: rounds }, () => ({ kind: 'work' as const })),
    ].map((deed, at): Deed => ({ ...deed, afterMs: times[at] ?? 0 })),
  );

/** The same deeds in two orders: returns come before their purchases in many of them. */
export const twoOrders = anyDeeds.chain((deeds) => fc.tuple(shuffled(deeds), shuffled(deeds)));

function shuffled(deeds: Deed[]): fc.Arbitrary<Deed[]> {
  return fc.shuffledSubarray(deeds, { minLength: deeds.length });
}
