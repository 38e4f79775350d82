import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { MAILBOX_ENV, toldAt } from '../prove/stage.ts';
import { acmeConfig } from '../support/acme.ts';
import { ownDatabase } from '../support/own-database.ts';
import { startSandboxProcess } from '../support/sandbox-process.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { markdownTable } from './markdown-table.ts';

/** How long a site waits to hear of something, from the commit that it is told of: ms. */
type Latency = { messages: number; perSecond: number; p50: number; p95: number; p99: number };

/** trust.md 64. */
const AIMS = { p95: 1000, p99: 3000 };
const MESSAGES_PER_SECOND = 50;
/** A purchase earns two gift cards, and a site is told of each. */
const MESSAGES_PER_PURCHASE = 2;
const WARM_UP_SECONDS = 3;
const LAST_WITHIN_MS = 30_000;

type Options = { postgres: boolean; folder: string; seconds: number };

/**
 * Purchases at a fixed rate through the whole product on the cores of this machine: a built server that orders from the
 * sandbox, and a receiver that compares its clock with the time of each message, which is that of its transaction.
 */
export async function webhookLatency({ postgres, folder, seconds }: Options): Promise<Latency> {
  const receiver = await startReceiver();
  const sandbox = await startSandboxProcess(`${folder}/latency.jsonl`);
  await sandbox.control('settings', { completionSeconds: 0.001 });
  const budget = { amount: 1e12, currency: 'USD' };
  const server = await startServerProcess({
    databaseUrl: await ownDatabase(postgres ? 'postgres' : 'sqlite', folder),
    sandboxUrl: sandbox.url,
    config: toldAt(receiver.url, acmeConfig({ budget })),
    env: { ...MAILBOX_ENV, GIFT_CARD_API_CONCURRENCY: '20' },
  });
  try {
    const purchases = await buy(server, (WARM_UP_SECONDS + seconds) * MESSAGES_PER_SECOND);
    const giveUpAt = performance.now() + LAST_WITHIN_MS;
    while (receiver.waits.length < purchases * MESSAGES_PER_PURCHASE) {
      if (performance.now() > giveUpAt) throw new Error('Not every message arrived.');
      await wait(50);
    }
  } finally {
    await server.kill('SIGTERM');
    await sandbox.kill();
    receiver.close();
  }
  return latencyOf(receiver.waits.slice(WARM_UP_SECONDS * MESSAGES_PER_SECOND), seconds);
}

async function startReceiver() {
  const waits: number[] = [];
  const server = createServer(async (request, response) => {
    const arrivedAt = Date.now();
    const { type, timestamp } = JSON.parse(await text(request)) as { type: string; timestamp: string };
    if (type === 'reward.issued') waits.push(arrivedAt - Date.parse(timestamp));
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    waits,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** At a fixed rate, whatever the answers take. How many purchases that were. */
async function buy(server: ServerProcess, messages: number): Promise<number> {
  const { codes } = (await (
    await server.site('/v1/participants', { body: { externalId: 'ada' } })
  ).json()) as {
    codes: { code: string }[];
  };
  const purchases = messages / MESSAGES_PER_PURCHASE;
  const everyMs = (1000 * MESSAGES_PER_PURCHASE) / MESSAGES_PER_SECOND;
  const startedAt = performance.now();
  const answers: Promise<Response>[] = [];
  for (let number = 0; number < purchases; number += 1) {
    await wait(Math.max(0, startedAt + number * everyMs - performance.now()));
    const body = {
      type: 'purchase',
      eventId: `purchase_${number}`,
      customer: { id: `friend_${number}` },
      referralCode: codes[0]?.code,
      amount: { amount: 4200, currency: 'USD' },
    };
    answers.push(server.site('/v1/events', { body }));
  }
  const refused = (await Promise.all(answers)).find(({ ok }) => !ok);
  if (refused) throw new Error(`A purchase was refused: ${refused.status}`);
  return purchases;
}

function latencyOf(waits: number[], seconds: number): Latency {
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    messages: sorted.length,
    perSecond: Math.round(sorted.length / seconds),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

export function latencyTable({ messages, perSecond, p50, p95, p99 }: Latency): string {
  const isMet = p95 <= AIMS.p95 && p99 <= AIMS.p99;
  const row = [
    'commit → first attempt of its webhook',
    String(messages),
    String(perSecond),
    ...[p50, p95, p99].map(String),
    `p95 ≤ ${AIMS.p95}, p99 ≤ ${AIMS.p99}`,
    isMet ? 'met' : 'MISSED',
  ];
  return markdownTable(['what', 'messages', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'aim', ''], [row]);
}
