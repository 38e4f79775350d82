import type { Sealer } from '../domain/claim/sealer.ts';
import { SECOND_MS } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import { type Account, type AccountStanding, standingOf } from '../domain/order/account.ts';
import { buryReward } from '../domain/order/bury-reward.ts';
import { type ClaimedOrder, claimOrders, type DueRequest, dueOrders } from '../domain/order/claim-orders.ts';
import { agreeCost } from '../domain/order/cost.ts';
import type { GiftCardAccount } from '../domain/order/gift-cards.ts';
import { openAccount } from '../domain/order/open-account.ts';
import type { Order } from '../domain/order/order.ts';
import { adoptOrphan } from '../domain/restore/adopt-orphan.ts';
import type { SendMarkFile } from '../domain/restore/send-marks.ts';
import { type AttemptParts, attemptOrder } from './attempt-order.ts';
import type { WorkerParts } from './worker.ts';

export type OrderingSettings = {
  on: boolean;
  leaseMs: number;
  pollMs: number;
  ratePerSecond: number;
  concurrency: number;
};

export type OrderingParts = AttemptParts & {
  sealer: Sealer;
  sendMarks: SendMarkFile;
  settings: OrderingSettings;
  /** Names this worker in the attempts that it starts. */
  worker: string;
};

/** The worker's view of ordering: which accounts, which orders, and how one attempt goes. */
export function orderAttempts(parts: OrderingParts): WorkerParts<GiftCardAccount, ClaimedOrder> {
  const states = new Map<string, AccountStanding>();
  return {
    pollMs: parts.settings.pollMs,
    log: parts.log,
    targets: () => openAccounts(parts, states),
    hasSuspects: ({ id }) => isDue(parts, requestFor(parts, id, true)),
    claim: (account, alone) => claim(parts, account, alone),
    attempt: (account, claimed, signal) => attemptOrder(parts, account, claimed, signal),
  };
}

async function openAccounts(
  { store, sealer, telemetry, settings, log }: OrderingParts,
  toldStates: Map<string, AccountStanding>,
): Promise<GiftCardAccount[]> {
  const accounts = await store.read.accounts.all();
  for (const account of accounts) {
    const { id } = account;
    const standing = standingOf(account);
    // Told from what stands, so that it is right whichever process moved the account.
    if (toldStates.get(id) !== standing) telemetry.accountMoved(id, standing);
    toldStates.set(id, standing);
  }
  if (!settings.on || (await store.read.gate.closed())) return [];
  return accounts
    .filter(({ state }) => state !== 'stopped')
    .flatMap((account) => openedAlone(sealer, account, log) ?? []);
}

/** Undefined too where its credentials do not open, which is no reason for the orders of other accounts to wait. */
function openedAlone(sealer: Sealer, account: Account, log: Log): GiftCardAccount | undefined {
  try {
    return openAccount(sealer, account);
  } catch (err) {
    log.error({ err, accountId: account.id }, 'the credentials of an account do not open: name them again');
    return undefined;
  }
}

/** Reads only, so that an order that may not run yet costs no write. */
async function isDue({ store }: OrderingParts, request: DueRequest): Promise<boolean> {
  return (await dueOrders(store.read, request)).length > 0;
}

function requestFor(
  { settings, clock, settle }: OrderingParts,
  accountId: string,
  suspects: boolean,
): DueRequest {
  const { leaseMs, concurrency } = settings;
  return { accountId, now: clock(), leaseMs, concurrency, suspects, random: settle.random };
}

async function claim(
  parts: OrderingParts,
  account: GiftCardAccount,
  alone: boolean,
): Promise<ClaimedOrder[]> {
  const { store, settings, worker } = parts;
  // A look costs nothing; a write that finds nothing due would still cost a sync of the disk.
  if (!(await isDue(parts, requestFor(parts, account.id, alone)))) return [];
  const { claimed, buried } = await store.write('claim-orders', async (rows) => {
    const request = requestFor(parts, account.id, alone);
    const everyMs = Math.ceil(SECOND_MS / settings.ratePerSecond);
    const result = await claimOrders(rows, { ...request, worker, everyMs });
    for (const order of result.buried) await buryReward(rows, parts.settle, order, request.now);
    const adopted: ClaimedOrder[] = [];
    for (const each of result.claimed) {
      const taken = await adoptOrphan(rows, parts.settle.ids, each, request.now);
      if (taken) adopted.push({ ...taken, order: await agreeCost(rows, taken.order) });
    }
    return { ...result, claimed: adopted };
  });
  for (const order of buried) tellBuried(parts, order);
  await mark(parts, account, claimed);
  return claimed;
}

/** Without the mark a restore would not be noticed by itself; to stop paying rewards for that would be worse. */
async function mark(
  { store, sendMarks, log }: OrderingParts,
  { id }: GiftCardAccount,
  claimed: ClaimedOrder[],
): Promise<void> {
  if (claimed.length === 0) return;
  try {
    const latest = Math.max(...claimed.map(({ sendAt }) => sendAt));
    await sendMarks.reach(await store.read.gate.epochs(), id, latest);
  } catch (err) {
    log.warn({ err, accountId: id }, 'the mark of a send beside the database was not written');
  }
}

function tellBuried({ alerts, telemetry }: OrderingParts, order: Order): void {
  telemetry.orderMoved(order.id, 'dead');
  alerts.raise({
    kind: 'order_dead',
    summary: 'An order crashed the process that sent it again and again and was set aside.',
    data: {
      orderId: order.id,
      rewardId: order.rewardId,
      poNumber: order.poNumber,
      accountId: order.accountId,
    },
  });
}
