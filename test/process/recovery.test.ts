import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config/config.ts';
import { readEnv } from '../../server/config/env.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import {
  balancedBooks,
  claimedCount,
  inspect,
  makeReferrer,
  openStand,
  readBooks,
  type Stand,
  tellPurchase,
} from './stand.ts';

/** trust.md 10: how long after its worker's death an order may lie, beyond the lease. */
const BEYOND_LEASE_MS = 15_000;
const LEASE_MS = 3000;
const EVENTS = 10;
const HELD = 20;

const SETTINGS = {
  ORDER_LEASE_MS: String(LEASE_MS),
  GIFT_CARD_API_TIMEOUT_MS: String(LEASE_MS - 100),
  GIFT_CARD_API_CONCURRENCY: String(HELD),
};

test('by default an order of a dead worker is taken again within 45 s', () => {
  const { ordering } = readConfig(readEnv({}));
  expect(ordering).toMatchObject({ leaseMs: 30_000, pollMs: 1000 });
  expect(ordering.leaseMs + ordering.pollMs).toBeLessThanOrEqual(45_000);
});

describe.each(DIALECTS)('on %s', (dialect) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand(await freshDatabaseUrl(dialect));
  });
  afterAll(() => stand.stop());

  test('twenty orders of a killed worker run again within lease and 15 s, none twice', async () => {
    await stand.sandbox.control('fault', { word: 'SIMTIMEOUTBEFORE', times: HELD });
    const first = await stand.start(SETTINGS);
    const code = await makeReferrer(first, 'ada');
    await Promise.all(
      Array.from({ length: EVENTS }, (_, index) => tellPurchase(first, `order-${index}`, code)),
    );
    await expect.poll(() => claimedCount(stand.databaseUrl), { timeout: LEASE_MS }).toBe(HELD);
    await first.kill('SIGKILL');
    const killedAt = performance.now();
    await stand.sandbox.control('fault', { word: 'SIMTIMEOUTBEFORE', times: 0 });

    const second = await stand.start(SETTINGS);
    await expect
      .poll(() => orderedAgain(stand.databaseUrl), { timeout: LEASE_MS + BEYOND_LEASE_MS })
      .toBe(HELD);
    expect(performance.now() - killedAt).toBeLessThan(LEASE_MS + BEYOND_LEASE_MS);
    await expect
      .poll(async () => (await readBooks(stand, second)).budget.reserved, { timeout: BEYOND_LEASE_MS })
      .toBe(0);
    const books = await readBooks(stand, second);
    expect(books).toEqual(balancedBooks(books, EVENTS));
    await second.kill();
  });
});

/** Orders that a worker has taken after their first one died. */
function orderedAgain(databaseUrl: string): Promise<number> {
  return inspect(databaseUrl, async (db) => {
    const rows = await db.selectFrom('order').select('id').where('attempts', '>', 1).execute();
    return rows.length;
  });
}
