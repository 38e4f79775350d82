/**
 * The crash test in the large: kills the real server again and again at points that a seed picks, while the upstream
 * changes its habits, and compares the books after each.
 *
 *     node test/process/crash-run.ts                                  50 crashes on SQLite
 *     node test/process/crash-run.ts --database postgres --crashes 500
 *     node test/process/crash-run.ts --seed 12345                     the same run as one that printed this seed
 *
 * `--database` is `sqlite`, `postgres` (a server of its own, or the one of TEST_DATABASE_URL) or the address of an
 * empty database. It ends with 1 at the first reward that was lost, doubled or late.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { acmeConfig } from '../support/acme.ts';
import buildWhenStale from '../support/build.ts';
import { ownDatabase } from '../support/own-database.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { crashOnce } from './crash-once.ts';
import { CRASH_POINTS } from './crash-points.ts';
import { HOLD, PURCHASES_WORTH } from './deeds.ts';
import { balancedBooks, issuedCount, openStand, readBooks, type Stand } from './stand.ts';

/** trust.md 1: how soon after a restart everything has to be where it belongs. */
const RECOVERY_MS = 60_000;
const POLL_MS = 100;

const { values } = parseArgs({
  options: {
    crashes: { type: 'string', default: '50' },
    database: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const random = seededRandom(Number(values.seed));
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;

buildWhenStale();
const folder = await mkdtemp(join(tmpdir(), 'goodturn-crash-run-'));
const stand = await openStand(await ownDatabase(values.database, folder), {
  config: acmeConfig({ hold: HOLD, budget: { amount: 1_000_000_000, currency: 'USD' } }),
});
console.log(`Seed ${values.seed}, ${values.crashes} crashes on ${values.database}.`);
try {
  let events = 0;
  for (let crash = 1; crash <= Number(values.crashes); crash += 1) {
    events += await crashAndCompare(stand, crash, events);
  }
  console.log(`${values.crashes} crashes, ${events} events: every reward was ordered once.`);
} finally {
  await stand.stop();
  await rm(folder, { recursive: true, force: true });
}

/** One crash at a random point; returns how many events it added. */
async function crashAndCompare(on: Stand, crash: number, before: number): Promise<number> {
  const point = pick(CRASH_POINTS);
  // What goes each way goes it twice, and eight orders pass in each life of a server.
  const setting = `${point}@${pick(/^(accept|give|make|review|release|open)/.test(point) ? [1, 2] : [1, 2, 3, 4])}`;
  const habits = { casing: pick(['pascal', 'camel']), conflictBody: pick(['ids', 'id', 'empty']) };
  await on.sandbox.control('settings', habits);
  const startedAt = performance.now();
  const { exit, recovered, earnings } = await crashOnce(on, setting, `crash-${crash}`);
  deepStrictEqual(exit, { code: null, signal: 'SIGKILL' }, `${setting} was not passed`);
  for (const { eventId, rewards } of earnings) {
    await untilIssued(() => issuedCount(recovered, eventId), rewards);
  }
  const books = await readBooks(on, recovered);
  deepStrictEqual(books, balancedBooks(books, before + PURCHASES_WORTH));
  await recovered.kill('SIGKILL');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${crash} ${setting} (${habits.casing}, ${habits.conflictBody}): ${seconds} s`);
  return PURCHASES_WORTH;
}

async function untilIssued(count: () => Promise<number>, wanted: number): Promise<void> {
  const giveUpAt = performance.now() + RECOVERY_MS;
  while ((await count()) < wanted) {
    if (performance.now() > giveUpAt) throw new Error(`A reward was not issued within ${RECOVERY_MS} ms.`);
    await setTimeout(POLL_MS);
  }
}
