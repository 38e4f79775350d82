import { expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { startHarness } from '../support/harness.ts';
import { batchOf, readBatch } from './support/batches.ts';

/** As many as one batch may have. */
const ITEMS = 10_000;

test('ten thousand recipients get one reward each, and whoever comes meanwhile does not wait for all of them', {
  timeout: 120_000,
}, async () => {
  const goodturn = await startHarness('sqlite', {
    // What is ordered at the end of the month is not ordered here: the upstream has tests of its own.
    config: acmeConfig({ budget: null, payout: { mode: 'scheduled', every: 'month' } }),
  });
  const message = 'Thank you for a great season! '.repeat(16);
  const body = batchOf(ITEMS);
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
    counts: { waiting: 0, approved: ITEMS },
    progress: { made: ITEMS },
  });
  const { reserved } = (await goodturn.deps.store.read.budgets.find('friends')) ?? {};
  expect(reserved).toBe(ITEMS * 1500);
  // A piece, not the batch; with room for a busy machine.
  expect(longest).toBeLessThan(5000);
});
