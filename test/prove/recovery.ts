import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { claimedCount, issuedCount, makeReferrer, tellPurchase } from '../process/stand.ts';
import { startSandboxProcess } from '../support/sandbox-process.ts';
import { startServerProcess } from '../support/server-process.ts';

const PURCHASES = 10;
const HELD = 2 * PURCHASES;
const GIVE_UP_MS = 120_000;

/**
 * How long after SIGKILL a server with default settings has issued the twenty orders that the killed one held, in ms,
 * the start of its successor included. Throws when it takes two minutes.
 */
export async function recoveryAfterKill(databaseUrl: string, folder: string): Promise<number> {
  const sandbox = await startSandboxProcess(join(folder, 'recovery.jsonl'));
  const env = { GIFT_CARD_API_CONCURRENCY: String(HELD) };
  const start = () => startServerProcess({ databaseUrl, sandboxUrl: sandbox.url, env });
  try {
    await sandbox.control('fault', { word: 'SIMTIMEOUTBEFORE', times: HELD });
    const first = await start();
    const code = await makeReferrer(first, 'ada');
    const events = Array.from({ length: PURCHASES }, (_, index) => `order-${index}`);
    await Promise.all(events.map((eventId) => tellPurchase(first, eventId, code)));
    await until(async () => (await claimedCount(databaseUrl)) === HELD, 'Not all orders were taken');
    await first.kill('SIGKILL');
    const killedAt = performance.now();
    await sandbox.control('fault', { word: 'SIMTIMEOUTBEFORE', times: 0 });
    const second = await start();
    for (const eventId of events) {
      await until(async () => (await issuedCount(second, eventId)) === 2, 'A reward was not issued');
    }
    const recoveryMs = Math.round(performance.now() - killedAt);
    await second.kill('SIGTERM');
    return recoveryMs;
  } finally {
    await sandbox.kill();
  }
}

async function until(done: () => Promise<boolean>, fault: string): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (!(await done())) {
    if (performance.now() > giveUpAt) throw new Error(`${fault} within ${GIVE_UP_MS} ms.`);
    await wait(100);
  }
}
