import { describe, expect, test } from 'vitest';
import { seededRandom } from '../domain/order/seeded-random.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Ordering, startOrdering } from './ordering.ts';

/** `LOST_REPLY_RUNS=1000 npx vitest run --project database test/jobs/lost-reply.test.ts` is the long run. */
const RUNS = Number(process.env['LOST_REPLY_RUNS'] ?? 20);
const SEED = Number(process.env['LOST_REPLY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe.each(DIALECTS)('a lost reply on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  await goodturn.control('funding', { available: '100000.00' });
  const random = seededRandom(SEED);
  const pick = (...choices: [string, ...string[]]): string =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];

  test(`gives one order under one number, adopted whatever the answer looked like (seed ${SEED})`, async () => {
    for (let run = 0; run < RUNS; run += 1) {
      const word = pick('SIMTIMEOUTAFTER', 'SIMDROPAFTER');
      const settings = {
        casing: pick('pascal', 'camel'),
        conflictBody: pick('ids', 'id', 'empty'),
      };
      const slow = random() < 0.3;
      const told = `run ${run} of seed ${SEED}: ${word} ${JSON.stringify(settings)} ${slow ? 'slow' : ''}`;
      await goodturn.control('settings', settings);
      await goodturn.control('fault', { word, times: 1 });
      if (slow) await goodturn.control('fault', { word: 'SIMSLOW', times: 1 });
      await expectOneOrder(goodturn, told);
    }
  });
});

async function expectOneOrder(goodturn: Ordering, told: string): Promise<void> {
  const [reward] = await goodturn.earn();
  if (!reward) throw new Error('nothing earned');
  const { poNumber } = await goodturn.orderOf(reward);
  await goodturn.deps.worker.settle();
  expect((await goodturn.orderOf(reward)).status, told).toBe('unknown');
  expect((await goodturn.rewardNow(reward)).status, told).toBe('ordering');
  await goodturn.pass(1000);
  await goodturn.control('advance', { seconds: 10 });

  const order = await goodturn.untilOrderRests(reward);
  expect(order, told).toMatchObject({ status: 'completed', poNumber });
  const upstream = (await goodturn.upstreamOrders()).filter(({ PONumber }) => PONumber === poNumber);
  expect(upstream, told).toHaveLength(1);
  expect(order.upstreamId, told).toBe(upstream[0]?.Id);
  expect((await goodturn.creates()).get(poNumber), told).toBe(2);
  expect(await goodturn.history(reward), told).toEqual(['earned', 'approved', 'ordering', 'issued']);
}
