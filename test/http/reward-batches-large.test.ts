import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { batchOf, readBatch } from './support/batches.ts';

/** As many as one batch may have. */
const MOST_ITEMS = 10_000;
/** `BATCH_ITEMS=10000 npx vitest run --project database test/http/reward-batches-large.test.ts` is the whole on both. */
const ITEMS = {
  sqlite: MOST_ITEMS,
  postgres: Number(process.env['BATCH_ITEMS'] ?? 500),
};

describe.each(DIALECTS)('a large batch on %s', (dialect) => {
  const count = ITEMS[dialect];

  test(`${count} recipients get one reward each, and whoever comes meanwhile does not wait for all of them`, {
    timeout: 240_000,
  }, async () => {
    const goodturn = await startHarness(dialect, {
      // What is ordered at the end of the month is not ordered here: the upstream has tests of its own.
      config: acmeConfig({ budget: null, payout: { mode: 'scheduled', every: 'month' } }),
    });
    const message = 'Thank you for a great season! '.repeat(16);
    const body = batchOf(count);
    const items = body.items.map((item) => ({ ...item, message }));
    const accepted = await goodturn.post('/v1/reward-batches', { ...body, items });
    expect(accepted.status).toBe(202);
    let longest = 0;
    let isMade = false;
    const made = goodturn.deps.makeBatches().finally(() => {
      isMade = true;
    });
    while (!isMade) {
      const startedAt = performance.now();
      await goodturn.post('/v1/participants', { externalId: 'somebody-else' });
      longest = Math.max(longest, performance.now() - startedAt);
    }
    await made;
    expect(await readBatch(goodturn, body.batchId)).toMatchObject({
      counts: { waiting: 0, approved: count },
      progress: { made: count },
    });
    const { reserved } = (await goodturn.deps.store.read.budgets.find('friends')) ?? {};
    expect(reserved).toBe(count * 1500);
    // A piece, not the batch; with room for a busy machine.
    expect(longest).toBeLessThan(5000);
  });
});
