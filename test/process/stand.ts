import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../server/storage/database.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import { budgetRows } from '../../server/storage/rows/budgets.ts';
import type { Tables } from '../../server/storage/tables.ts';
import type { Order } from '../../shared/contract/order.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';
import {
  type ServerProcess,
  type ServerSettings,
  SHORT_LEASES,
  startServerProcess,
} from '../support/server-process.ts';

/** What a purchase of the test program earns: referrer and friend, 15 dollars each. */
export const REWARDS_PER_EVENT = 2;
const VALUE = 1500;

/** One database and one upstream, on which servers come and go. */
export type Stand = {
  databaseUrl: string;
  sandbox: SandboxProcess;
  start(env?: Record<string, string>): Promise<ServerProcess>;
  stop(): Promise<void>;
};

/** Starts the upstream; the servers of a stand recover within a second. */
export async function openStand(
  databaseUrl: string,
  settings: Pick<ServerSettings, 'config' | 'env'> = {},
): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-stand-'));
  const sandbox = await startSandboxProcess(join(folder, 'journal.jsonl'));
  return {
    databaseUrl,
    sandbox,
    start: (env = {}) =>
      startServerProcess({
        databaseUrl,
        sandboxUrl: sandbox.url,
        ...settings,
        env: { ...SHORT_LEASES, ...settings.env, ...env },
      }),
    async stop() {
      await sandbox.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A new referrer's code. */
export async function makeReferrer(server: ServerProcess, externalId: string): Promise<string> {
  const answer = await server.site('/v1/participants', { body: { externalId } });
  const { codes } = (await answer.json()) as { codes: { code: string }[] };
  const [first] = codes;
  if (!first) throw new Error(`No code for ${externalId}: HTTP ${answer.status}.`);
  return first.code;
}

/**
 * Posts a friend's purchase, which happened `agoMs` before. False when no 2xx came back, after which a client posts the
 * same again.
 */
export async function tellPurchase(
  server: ServerProcess,
  eventId: string,
  code: string,
  agoMs = 0,
): Promise<boolean> {
  const body = {
    type: 'purchase',
    eventId,
    customer: { id: `friend-${eventId}` },
    referralCode: code,
    amount: { amount: 4200, currency: 'USD' },
    occurredAt: new Date(Date.now() - agoMs).toISOString(),
  };
  const answer = await server.site('/v1/events', { body }).catch(() => null);
  return answer?.ok ?? false;
}

/** All rewards or orders of the site, page by page. */
async function listAll<T>(server: ServerProcess, path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await server.site(`${path}?limit=200${cursor && `&cursor=${cursor}`}`);
    if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
    const page = (await answer.json()) as { data: T[]; nextCursor: string | null };
    all.push(...page.data);
    cursor = page.nextCursor;
  }
  return all;
}

export function allRewards(server: ServerProcess): Promise<Reward[]> {
  return listAll<Reward>(server, '/v1/rewards');
}

export function allOrders(server: ServerProcess): Promise<Order[]> {
  return listAll<Order>(server, '/v1/orders');
}

/** How many rewards of an event are with their owners. */
export async function issuedCount(server: ServerProcess, eventId: string): Promise<number> {
  const answer = await server.site(`/v1/rewards?eventId=${eventId}&status=issued`);
  const { data } = (await answer.json()) as { data: Reward[] };
  return data.length;
}

/** Reads the database beside whatever servers run on it. */
export async function inspect<R>(
  databaseUrl: string,
  read: (db: Database<Tables>['read']) => Promise<R>,
): Promise<R> {
  const database = await openDatabase<Tables>(databaseUrl);
  try {
    return await read(database.read);
  } finally {
    await database.close();
  }
}

/** How many orders are in the hands of a worker, alive or dead. */
export function claimedCount(databaseUrl: string): Promise<number> {
  return inspect(databaseUrl, async (db) => {
    const rows = await db.selectFrom('order').select('id').where('claimed', '<>', 'no').execute();
    return rows.length;
  });
}

/** Which workers have begun attempts. */
export function workersSeen(databaseUrl: string): Promise<string[]> {
  return inspect(databaseUrl, async (db) => {
    const rows = await db.selectFrom('attempt').select('worker').distinct().execute();
    return rows.map(({ worker }) => worker);
  });
}

/**
 * The state of the money after `events` purchases, in the form of `expectedBooks`: what Goodturn ordered, what the
 * upstream's own journal holds, and the budget with its ledger.
 */
export async function readBooks({ databaseUrl, sandbox }: Stand, server: ServerProcess) {
  const orders = await allOrders(server);
  const journal = await sandbox.orders();
  const [budget, entries] = await inspect(databaseUrl, (db) =>
    Promise.all([budgetRows(db).find('friends'), budgetRows(db).entries('friends')]),
  );
  const booked = (kind: string) =>
    entries.filter((entry) => entry.kind === kind).flatMap(({ rewardId }) => rewardId ?? []);
  return {
    rewards: (await allRewards(server)).map(({ id }) => id).sort(),
    orderedRewards: orders.map(({ rewardId }) => rewardId).sort(),
    ordered: orders.map(({ poNumber }) => poNumber).sort(),
    bought: journal.map(({ PONumber }) => PONumber).sort(),
    reservedFor: booked('reserve').sort(),
    spentFor: booked('spend').sort(),
    budget: { reserved: budget?.reserved, spent: budget?.spent },
  };
}

type Books = Awaited<ReturnType<typeof readBooks>>;

/** Books in which every reward was bought once and paid once, however often its road broke off. */
export function balancedBooks({ rewards, ordered }: Books, events: number): Books {
  const owed = [...new Set(rewards)].sort();
  const count = events * REWARDS_PER_EVENT;
  return {
    rewards: owed,
    orderedRewards: owed,
    ordered: [...new Set(ordered)].sort(),
    bought: [...new Set(ordered)].sort(),
    reservedFor: owed,
    spentFor: owed,
    budget: { reserved: 0, spent: count * VALUE },
  };
}
