import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { crashOnce } from '../process/crash-once.ts';
import { CRASH_POINTS } from '../process/crash-points.ts';
import { HOLD, PURCHASES_WORTH } from '../process/deeds.ts';
import { balancedBooks, issuedCount, openStand, readBooks } from '../process/stand.ts';
import { acmeConfig } from '../support/acme.ts';

/** trust.md 1: how soon after a restart everything has to be where it belongs. */
const RECOVERY_MS = 60_000;
const POLL_MS = 100;

/**
 * Kills a server at every crash point, one after another, and compares the books with the upstream's journal after
 * each. Resolves with the number of points; throws at the first whose books differ.
 */
export async function crashAtEveryPoint(
  databaseUrl: string,
  onProgress: (line: string) => void,
): Promise<number> {
  const budget = { amount: 1_000_000_000, currency: 'USD' };
  const stand = await openStand(databaseUrl, { config: acmeConfig({ hold: HOLD, budget }) });
  let events = 0;
  try {
    for (const [index, point] of CRASH_POINTS.entries()) {
      const { exit, recovered, earnings } = await crashOnce(stand, `${point}@1`, `point-${index}`);
      deepStrictEqual(exit, { code: null, signal: 'SIGKILL' }, `${point} was not passed`);
      for (const { eventId, rewards } of earnings) {
        await untilEqual(() => issuedCount(recovered, eventId), rewards, `${point}: a reward was not issued`);
      }
      events += PURCHASES_WORTH;
      const books = await readBooks(stand, recovered);
      deepStrictEqual(books, balancedBooks(books, events), point);
      await recovered.kill('SIGKILL');
      onProgress(`killed at ${point}, ${index + 1} of ${CRASH_POINTS.length}`);
    }
    return CRASH_POINTS.length;
  } finally {
    await stand.stop();
  }
}

async function untilEqual(read: () => Promise<number>, wanted: number, fault: string): Promise<void> {
  const giveUpAt = performance.now() + RECOVERY_MS;
  while ((await read()) !== wanted) {
    if (performance.now() > giveUpAt) throw new Error(`${fault} within ${RECOVERY_MS} ms.`);
    await wait(POLL_MS);
  }
}
