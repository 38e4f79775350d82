import { afterAll, beforeAll, describe, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { crashOnce } from './crash-once.ts';
import { CRASH_POINTS } from './crash-points.ts';
import { HOLD, PURCHASES_WORTH } from './deeds.ts';
import { balancedBooks, issuedCount, openStand, readBooks, type Stand } from './stand.ts';

/** From restart to the last gift card; trust.md 1 allows a minute. */
const RECOVERY_MS = 20_000;

/** The first order that passes, and one that passes when others have gone before. */
const PASSINGS = [1, 2];
const CRASHES = CRASH_POINTS.flatMap((point) => PASSINGS.map((passing) => `${point}@${passing}`));

describe.concurrent.each(DIALECTS)('a server on %s', (dialect) => {
  let stand: Stand;
  let events = 0;

  beforeAll(async () => {
    const config = acmeConfig({ hold: HOLD, budget: { amount: 1_000_000_000, currency: 'USD' } });
    stand = await openStand(await freshDatabaseUrl(dialect), { config });
  });
  afterAll(() => stand.stop());

  describe('killed in the middle of the road', { concurrent: false }, () => {
    test.for(CRASHES)('%s: each reward is ordered once, and the budget balances', async (point, context) => {
      // Tests of two databases run at once, so that each needs an expect of its own.
      const { expect, onTestFinished } = context;
      const name = point.replaceAll(/[:@]/g, '-');
      const { exit, lastLine, recovered, earnings } = await crashOnce(stand, point, name);
      events += PURCHASES_WORTH;
      onTestFinished(async () => void (await recovered.kill('SIGKILL')));
      expect({ exit, lastLine }).toEqual({
        exit: { code: null, signal: 'SIGKILL' },
        lastLine: `Crash at ${point}`,
      });
      for (const { eventId, rewards } of earnings) {
        await expect
          .poll(() => issuedCount(recovered, eventId), { timeout: RECOVERY_MS, interval: 50 })
          .toBe(rewards);
      }
      const books = await readBooks(stand, recovered);
      expect(books).toEqual(balancedBooks(books, events));
    });
  });
});
