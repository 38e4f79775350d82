import type { Random } from '../ids.ts';
import type { Rows } from '../store.ts';
import type { Account } from './account.ts';
import { oneToTry } from './one-to-try.ts';
import type { DueQuery, Lease, Order } from './order.ts';
import { afterAttempt, mayRepeat, type RepeatBudget } from './repeat-budget.ts';
import { PROBE_EVERY_MS, TRY_EVERY_MS } from './schedule.ts';

/** Deaths while alone after which an order is set aside: by then it is surely the order that kills. */
const DEAD_AFTER_LONE_DEATHS = 5;

type ClaimRequest = {
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
  /** Picks the order by which an account is tried. */
  random: Random;
};

/** An order in a worker's hands, as it was before the claim. */
export type ClaimedOrder = {
  order: Order;
  /** The fence of everything that the worker writes about it. */
  number: number;
  /** Its turn to call the upstream (epoch ms). */
  sendAt: number;
  /** Whether it was sent to find out if a parked account has funds again. */
  probe: boolean;
};
type ClaimResult = { claimed: ClaimedOrder[]; buried: Order[] };

/** Takes due orders of one account for one worker; none while the gate of a restored backup is closed. Runs inside a write. */
export async function claimOrders(rows: Rows, request: ClaimRequest): Promise<ClaimResult> {
  if (await rows.gate.closed()) return { claimed: [], buried: [] };
  // Orders are picked without a lock: one that another worker takes meanwhile is lost to it at the fence.
  const due = await dueOrders(rows, request);
  const { dead = [], living = [] } = Object.groupBy(due, (order) => (isDead(order) ? 'dead' : 'living'));
  const buried: Order[] = [];
  for (const order of dead)
    if (await rows.orders.bury(order.id, order.attempts, request.now)) buried.push(order);
  const account = living.length > 0 ? await rows.accounts.lock(request.accountId) : undefined;
  // Pace, free places and the probe are the account's, so from here on workers take turns.
  const claimed = account ? await startSome(rows, account, living, request) : [];
  return { claimed, buried };
}

export type DueRequest = Pick<
  ClaimRequest,
  'accountId' | 'now' | 'suspects' | 'leaseMs' | 'concurrency' | 'random'
>;

/**
 * The oldest that may run now: while the account waits for funds, looks and one probe; while the upstream is unreachable
 * one order now and then, whatever it is; none while the account is stopped. Reads only.
 */
export async function dueOrders(
  rows: Pick<Rows, 'accounts' | 'orders'>,
  request: DueRequest,
): Promise<Order[]> {
  const { accountId, now, suspects, leaseMs, random } = request;
  const account = await rows.accounts.find(accountId);
  // A turn far off is not worth holding an order for: its worker may be gone by then.
  if (!account || account.state === 'stopped' || account.nextSendAt - now >= leaseMs) return [];
  if (!mayTry(account, now)) return [];
  const isOut = account.unreachableAt !== null;
  const query = { accountId, now, suspects };
  const take = (which: Partial<DueQuery>) =>
    isOut
      ? oneToTry(rows.orders, { ...query, ...which }, random)
      : rows.orders.due({ ...query, ...which, limit: suspects ? 1 : request.concurrency });
  if (account.state === 'open') return take(mayRepeat(account, now) ? {} : { not: 'repeat' });
  const probe = mayProbe(account, now) ? await oneToTry(rows.orders, { ...query, kind: 'send' }, random) : [];
  return [...probe, ...(await take({ kind: 'look' }))];
}

async function startSome(
  rows: Rows,
  account: Account,
  due: Order[],
  request: ClaimRequest,
): Promise<ClaimedOrder[]> {
  const { accountId, now, concurrency, everyMs } = request;
  if (!mayTry(account, now)) return [];
  const free = concurrency - (await rows.orders.running(accountId, now));
  const places = account.unreachableAt === null ? free : Math.min(free, 1);
  const { taken, budget } = takeSome(account, due, Math.max(0, places), now);
  if (taken.length === 0) return [];
  const change = { ...budget, ...(account.unreachableAt !== null && { tryAt: now + TRY_EVERY_MS }) };
  const firstAt = await rows.accounts.takeTurns(accountId, { count: taken.length, everyMs, now, change });
  const claimed: ClaimedOrder[] = [];
  for (const [turn, order] of taken.entries()) {
    const probe = account.state === 'parked' && !isLook(order);
    const claim = { order, number: order.attempts + 1, sendAt: firstAt + turn * everyMs, probe };
    if (await start(rows, claim, request)) claimed.push(claim);
  }
  if (claimed.some(({ probe }) => probe))
    await rows.accounts.setState(accountId, 'parked', now + PROBE_EVERY_MS);
  return claimed;
}

/** As many as there are places for, as far as the account's state and its budget of repeats let them. */
function takeSome(
  account: Account,
  due: Order[],
  places: number,
  now: number,
): { taken: Order[]; budget: RepeatBudget } {
  const taken: Order[] = [];
  const { repeatTenths, firstSentAt } = account;
  let budget: RepeatBudget = { repeatTenths, firstSentAt };
  for (const order of due) {
    if (taken.length === places) break;
    const after = mayStart(account, order, now) ? afterAttempt(budget, order, now) : null;
    if (!after) continue;
    budget = after;
    taken.push(order);
  }
  return { taken, budget };
}

function start(rows: Rows, { order, number, sendAt }: ClaimedOrder, request: ClaimRequest): Promise<boolean> {
  const attempt = { orderId: order.id, number, worker: request.worker, startedAt: sendAt, endedAt: null };
  return rows.orders.start(attempt, leaseOf(order, sendAt, request));
}

/** Asked again under the account's lock, since another worker may have parked it, stopped it or sent the probe. */
function mayStart(account: Account, order: Order, now: number): boolean {
  if (account.state === 'parked') return isLook(order) || mayProbe(account, now);
  return account.state === 'open';
}

/** Whether the upstream can be reached, as far as is known, or it is time to find out. */
function mayTry({ unreachableAt, tryAt }: Account, now: number): boolean {
  return unreachableAt === null || tryAt <= now;
}

function mayProbe({ probeAt }: Account, now: number): boolean {
  return probeAt <= now;
}

function isLook({ status }: Order): boolean {
  return status === 'pending';
}

/** An order that is due although it is still claimed was in the hands of a worker that died. */
function deathsOf({ deaths, claimed }: Order): number {
  return deaths + (claimed === 'no' ? 0 : 1);
}

function loneDeathsOf({ loneDeaths, claimed }: Order): number {
  return loneDeaths + (claimed === 'alone' ? 1 : 0);
}

function isDead(order: Order): boolean {
  return loneDeathsOf(order) >= DEAD_AFTER_LONE_DEATHS;
}

function leaseOf(order: Order, sendAt: number, { leaseMs, suspects }: ClaimRequest): Lease {
  return {
    claimed: suspects ? 'alone' : 'shared',
    deaths: deathsOf(order),
    loneDeaths: loneDeathsOf(order),
    // The lease counts from the order's turn: waiting for it must not eat up the time for the call.
    leaseUntil: sendAt + leaseMs,
  };
}
