import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { crashOnce } from '../process/crash-once.ts';
import { CRASH_POINTS, WEBHOOK_CRASH_POINTS } from '../process/crash-points.ts';
import { HOLD, PURCHASES_WORTH } from '../process/deeds.ts';
import { balancedBooks, issuedCount, openStand, readBooks } from '../process/stand.ts';
import { Chance } from '../simulation/chance.ts';
import { acmeConfig } from '../support/acme.ts';
import { Mailbox } from './mailbox.ts';
import { openRows, type Rows } from './rows.ts';
import { MAILBOX_ENV, toldAt } from './stage.ts';

/** trust.md 1: how soon after a restart everything has to be where it belongs. */
const RECOVERY_MS = 60_000;
const POLL_MS = 100;

const POINTS = [...CRASH_POINTS, ...WEBHOOK_CRASH_POINTS];
const COMPLETION_SECONDS = 1;

/**
 * Kills a server at every crash point, one after another, and compares the books with the upstream's journal and with
 * what the site's receiver took after each. Resolves with the number of points; throws at the first that differs.
 */
export async function crashAtEveryPoint(
  databaseUrl: string,
  onProgress: (line: string) => void,
): Promise<number> {
  const budget = { amount: 1_000_000_000, currency: 'USD' };
  const mailbox = await Mailbox.open(new Chance(0));
  mailbox.well = true;
  const config = toldAt(mailbox.url, acmeConfig({ hold: HOLD, budget }));
  const stand = await openStand(databaseUrl, { config, env: MAILBOX_ENV });
  await stand.sandbox.control('settings', { completionSeconds: COMPLETION_SECONDS });
  let events = 0;
  try {
    for (const [index, point] of POINTS.entries()) {
      const { exit, recovered, earnings } = await crashOnce(stand, `${point}@1`, `point-${index}`);
      deepStrictEqual(exit, { code: null, signal: 'SIGKILL' }, `${point} was not passed`);
      for (const { eventId, rewards } of earnings) {
        await untilEqual(() => issuedCount(recovered, eventId), rewards, `${point}: a reward was not issued`);
      }
      events += PURCHASES_WORTH;
      const books = await readBooks(stand, recovered);
      deepStrictEqual(books, balancedBooks(books, events), point);
      await allTold(databaseUrl, mailbox, books.rewards.length, point);
      await recovered.kill('SIGKILL');
      onProgress(`killed at ${point}, ${index + 1} of ${POINTS.length}`);
    }
    return POINTS.length;
  } finally {
    await stand.stop();
    mailbox.close();
  }
}

async function untilEqual(read: () => Promise<number>, wanted: number, fault: string): Promise<void> {
  const giveUpAt = performance.now() + RECOVERY_MS;
  while ((await read()) !== wanted) {
    if (performance.now() > giveUpAt) throw new Error(`${fault} within ${RECOVERY_MS} ms.`);
    await wait(POLL_MS);
  }
}

/** One message for each reward, and each of them taken. */
async function allTold(databaseUrl: string, mailbox: Mailbox, rewards: number, point: string): Promise<void> {
  const rows = await openRows(databaseUrl);
  try {
    const arrived = async () => (await messages(rows)).filter((each) => isArrived(each, mailbox)).length;
    await untilEqual(arrived, rewards, `${point}: a message did not arrive`);
    deepStrictEqual((await messages(rows)).length, rewards, `${point}: not one message for each reward`);
  } finally {
    await rows.close();
  }
}

type Message = { id: string; status: string };

function messages(rows: Rows): Promise<Message[]> {
  return rows.all<Message>(
    `select message.id, status from "webhookMessage" message
     join "webhookDelivery" delivery on delivery."messageId" = message.id where type = 'reward.issued'`,
  );
}

function isArrived({ id, status }: Message, { taken }: Mailbox): boolean {
  return status === 'delivered' && taken.has(id);
}
