import type { Rows } from '../store.ts';
import type { Order } from './order.ts';
import { PROBE_EVERY_MS } from './schedule.ts';

/** Deaths while alone after which an order is set aside: by then it is surely the order that kills. */
const DEAD_AFTER_LONE_DEATHS = 5;

export type ClaimRequest = {
  accountId: string;
  worker: string;
  now: number;
  leaseMs: number;
  /** Requests of the account that may run at once, over all workers. */
  concurrency: number;
  /** Pace of the account: ms between two requests. */
  everyMs: number;
  /** Take one suspect and run it alone, instead of healthy orders. */
  suspects: boolean;
};

/** An order in a worker's hands. `number` is the fence of everything it writes; `sendAt` its turn (epoch ms). */
export type ClaimedOrder = { order: Order; number: number; sendAt: number };
export type ClaimResult = { claimed: ClaimedOrder[]; buried: Order[] };

/** Takes due orders of one account for one worker. Runs inside a write. */
export async function claimOrders(rows: Rows, request: ClaimRequest): Promise<ClaimResult> {
  const nothing: ClaimResult = { claimed: [], buried: [] };
  const limit = await freePlaces(rows, request);
  if (limit <= 0) return nothing;

  const { accountId, now } = request;
  const due = await rows.orders.due({ accountId, now, limit, suspects: request.suspects });
  const { dead, living } = Object.groupBy(due, (order) => (isDead(order) ? 'dead' : 'living'));
  const buried: Order[] = [];
  for (const order of dead ?? [])
    if (await rows.orders.bury(order.id, order.attempts, now)) buried.push(order);
  if (!living) return { ...nothing, buried };

  const firstAt = await rows.accounts.takeTurns(accountId, living.length, request.everyMs, now);
  const claimed: ClaimedOrder[] = [];
  for (const [turn, order] of living.entries()) {
    const sendAt = firstAt + turn * request.everyMs;
    const number = order.attempts + 1;
    const attempt = { orderId: order.id, number, worker: request.worker, startedAt: now, endedAt: null };
    if (await rows.orders.start(attempt, leaseOf(order, sendAt, request)))
      claimed.push({ order, number, sendAt });
  }
  return { claimed, buried };
}

/** An order that is due although it is still claimed was in the hands of a worker that died. */
function deathsOf({ deaths, claimed }: Pick<Order, 'deaths' | 'claimed'>): number {
  return deaths + (claimed === 'no' ? 0 : 1);
}

function loneDeathsOf({ loneDeaths, claimed }: Order): number {
  return loneDeaths + (claimed === 'alone' ? 1 : 0);
}

function isDead(order: Order): boolean {
  return loneDeathsOf(order) >= DEAD_AFTER_LONE_DEATHS;
}

function leaseOf(order: Order, sendAt: number, { leaseMs, suspects }: ClaimRequest) {
  return {
    claimed: suspects ? ('alone' as const) : ('shared' as const),
    deaths: deathsOf(order),
    loneDeaths: loneDeathsOf(order),
    // The lease counts from the order's turn: waiting for it must not eat up the time for the call.
    leaseUntil: sendAt + leaseMs,
  };
}

/** How many orders may start: none while the account is stopped, one probe while it waits for funds. */
async function freePlaces(
  rows: Rows,
  { accountId, now, concurrency, suspects }: ClaimRequest,
): Promise<number> {
  const account = await rows.accounts.find(accountId);
  if (!account || account.state === 'stopped') return 0;
  if (account.state === 'parked') {
    if (account.probeAt > now) return 0;
    await rows.accounts.setState(accountId, 'parked', now + PROBE_EVERY_MS);
    return 1;
  }
  const free = concurrency - (await rows.orders.running(accountId, now));
  return suspects ? Math.min(1, free) : free;
}
