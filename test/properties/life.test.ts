import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reward } from '../../server/domain/reward/reward.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import type { Tables } from '../../server/storage/tables.ts';
import { seededRandom } from '../domain/order/seeded-random.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { SECOND_KEY, withSecondKey } from '../support/second-key.ts';
import { type AnyLife, anyLife } from './life/any-life.ts';
import { endLife, type Life, startLife } from './life/life.ts';
import { live } from './life/live.ts';
import { expectCounts } from './life/look-counts.ts';
import { expectReferrals, expectRewards } from './life/look-states.ts';
import { expectTold } from './life/look-told.ts';
import { expectWallets } from './life/look-wallets.ts';
import { makeUpstream } from './made-up-upstream.ts';
import type { Versions } from './one-version.ts';
import { expectWithinLimits } from './within-limits.ts';

/** `PROPERTY_RUNS=500 npx vitest run --project database test/properties` is the long run; a failure prints its seed. */
const RUNS = { sqlite: 6, postgres: 2 };
const LONG = process.env['PROPERTY_RUNS'];
const SEED = process.env['PROPERTY_SEED'];
const LIMIT_MS = LONG ? 3_600_000 : 180_000;

describe.each(DIALECTS)('the life of any two programs, on %s', async (dialect) => {
  let dice = seededRandom(1);
  const upstream = makeUpstream(() => dice());
  const goodturn = await startHarness(dialect, {
    // Only the programs of the life run.
    config: withSecondKey(acmeConfig({ status: 'ended' }), '*'),
    env: { SECOND_KEY },
    overrides: { giftCards: upstream.giftCards, random: () => dice() },
  });
  // A percentage asks which values the gift card has.
  await goodturn.get('/v1/products');
  const tables = await openDatabase<Tables>(goodturn.databaseUrl);

  async function liveThrough(life: Life, deeds: AnyLife['deeds']): Promise<number> {
    const versions: Versions = new Map();
    const finals = new Map<string, Reward['status']>();
    for (const { deed, afterMs } of deeds) {
      goodturn.clock.now += afterMs;
      await live(life, deed);
      await expectWallets(life, versions);
      for (const program of life.programs) await expectWithinLimits(goodturn, program);
      await expectCounts(life, tables.read);
      await expectReferrals(life);
      await expectRewards(life, upstream, finals);
    }
    await expectTold(life);
    return finals.size;
  }

  test(
    'whatever people do in whatever order, me, counts, books, referrals, rewards and orders say the same after each deed, and all of it can be told at the end',
    async () => {
      let ended = 0;
      await fc.assert(
        fc.asyncProperty(anyLife, async ({ programs, deeds, seed }) => {
          dice = seededRandom(seed);
          const life = await startLife(goodturn, programs);
          try {
            ended += await liveThrough(life, deeds);
          } finally {
            await endLife(life);
          }
        }),
        {
          numRuns: LONG ? Number(LONG) : RUNS[dialect],
          ...(SEED && { seed: Number(SEED) }),
          // Making a counterexample smaller ends in time to tell it.
          interruptAfterTimeLimit: LIMIT_MS - 60_000,
          markInterruptAsFailure: true,
        },
      );
      // A few lives may all be without one.
      if (LONG) expect(ended, 'rewards came to their ends').toBeGreaterThan(0);
      await tables.close();
    },
    LIMIT_MS,
  );
});
