import type { Alerts } from '../domain/alerts.ts';
import type { Sealer } from '../domain/claim/sealer.ts';
import { type Clock, SECOND_MS } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import { type Account, type AccountStanding, standingOf } from '../domain/order/account.ts';
import { buryReward } from '../domain/order/bury-reward.ts';
import { type ClaimedOrder, claimOrders, type DueRequest, dueOrders } from '../domain/order/claim-orders.ts';
import { agreeCost, dearerCost, dearerDetail } from '../domain/order/cost.ts';
import type { GiftCardAccount, PacedAccount } from '../domain/order/gift-cards.ts';
import { lateAlert } from '../domain/order/late-alert.ts';
import { openAccount } from '../domain/order/open-account.ts';
import type { Order } from '../domain/order/order.ts';
import { findSent, type RunParts, type RunResult, runOrder } from '../domain/order/run-order.ts';
import { ARRIVES_WITHIN_MS, RUN_SHARE } from '../domain/order/schedule.ts';
import { type SettleParts, settleOrder } from '../domain/order/settle-order.ts';
import { pacedAccount } from '../domain/order/take-turn.ts';
import { adoptOrphan } from '../domain/restore/adopt-orphan.ts';
import type { SendMarkFile } from '../domain/restore/send-marks.ts';
import type { Store } from '../domain/store.ts';
import type { Telemetry } from '../domain/telemetry.ts';
import { ANSWERS_BEFORE_LIST, type AnswerWithin, counted, type Held, within } from './attempt-time.ts';
import type { WorkerParts } from './worker.ts';

export type OrderingSettings = {
  on: boolean;
  leaseMs: number;
  pollMs: number;
  ratePerSecond: number;
  concurrency: number;
};

export type AttemptParts = {
  store: Store;
  sealer: Sealer;
  clock: Clock;
  alerts: Alerts;
  telemetry: Telemetry;
  log: Log;
  /** Waits so many ms; resolves early, without throwing, when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  answerWithin: AnswerWithin;
  run: RunParts;
  settle: SettleParts;
  sendMarks: SendMarkFile;
  settings: OrderingSettings;
  /** Names this worker in the attempts that it starts. */
  worker: string;
};

/** The worker's view of ordering: which accounts, which orders, and how one attempt goes. */
export function orderAttempts(parts: AttemptParts): WorkerParts<GiftCardAccount, ClaimedOrder> {
  const states = new Map<string, AccountStanding>();
  return {
    pollMs: parts.settings.pollMs,
    log: parts.log,
    targets: () => openAccounts(parts, states),
    hasSuspects: ({ id }) => isDue(parts, requestFor(parts, id, true)),
    claim: (account, alone) => claim(parts, account, alone),
    attempt: (account, claimed, signal) => attempt(parts, account, claimed, signal),
  };
}

async function openAccounts(
  { store, sealer, telemetry, settings, log }: AttemptParts,
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
async function isDue({ store }: AttemptParts, request: DueRequest): Promise<boolean> {
  return (await dueOrders(store.read, request)).length > 0;
}

function requestFor(
  { settings, clock, settle }: AttemptParts,
  accountId: string,
  suspects: boolean,
): DueRequest {
  const { leaseMs, concurrency } = settings;
  return { accountId, now: clock(), leaseMs, concurrency, suspects, random: settle.random };
}

async function claim(parts: AttemptParts, account: GiftCardAccount, alone: boolean): Promise<ClaimedOrder[]> {
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
  { store, sendMarks, log }: AttemptParts,
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

function tellBuried({ alerts, telemetry }: AttemptParts, order: Order): void {
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

async function attempt(
  parts: AttemptParts,
  account: GiftCardAccount,
  claimed: ClaimedOrder,
  signal: AbortSignal,
): Promise<void> {
  try {
    const waitMs = claimed.sendAt - parts.clock();
    if (waitMs > 0) await parts.pause(waitMs, signal);
    const step = await stepOf(parts, claimed);
    const runMs = parts.settings.leaseMs * RUN_SHARE;
    // Counted from its turn, as the lease is: who woke up late has only what is left of it, which may be nothing.
    const latest = claimed.sendAt + runMs;
    const withinMs = Math.min(runMs, latest - parts.clock());
    if (signal.aborted || withinMs <= 0) return await giveBack(parts, claimed);
    const turns = counted(inTurns(parts, account, { latest, signal }));
    const held = { turns, order: claimed.order, withinMs };
    const sending = step.kind === 'send' ? runOrder(parts.run, turns.account, claimed.order) : null;
    const run = sending
      ? await within(parts, held, sending, ANSWERS_BEFORE_LIST.send)
      : await search(parts, held, step.cost);
    // It proved nothing because its process stops: that counts for nothing.
    if (!sending && signal.aborted && run.kind === 'unknown') return await giveBack(parts, claimed);
    const result = (await isHeldUp(parts, account.id, signal)) ? blameless(run) : run;
    const settlement = await settleOrder(parts.settle, claimed, result);
    if (settlement) parts.telemetry.orderMoved(claimed.order.id, settlement.order.status);
    // Who was frozen finds its time over before it reads the answer that came meanwhile.
    else await fencedOff(parts, claimed, sending ? await sending : result);
  } catch (error) {
    // The lease runs out and the order is taken again, under its own number.
    parts.log.error({ err: error, orderId: claimed.order.id }, 'an attempt broke off');
  }
}

/** The claim took the first turn. The others come while the order is held and the process stays, or not at all. */
function inTurns(
  { store, clock, pause, settings: { ratePerSecond } }: AttemptParts,
  account: GiftCardAccount,
  { latest, signal }: { latest: number; signal: AbortSignal },
): PacedAccount {
  const turns = { store, clock, ratePerSecond, signal, pause: (ms: number) => pause(ms, signal) };
  return pacedAccount(turns, account, { latest, taken: 1 });
}

async function fencedOff(
  { store, alerts, log }: AttemptParts,
  { order: { id }, number }: ClaimedOrder,
  result: RunResult,
): Promise<void> {
  log.warn({ orderId: id, attempt: number }, 'a late answer was fenced off');
  const alert = lateAlert(await store.read.orders.find(id), result);
  if (alert) alerts.raise(alert);
}

type Step = { kind: 'send'; cost: null } | { kind: 'search'; cost: number | null };

/**
 * Asked right before the call, so that as little as possible is bought for a purchase that came back, and nothing for more
 * than was agreed. `cost` is what the gift card costs now, where that is more.
 */
async function stepOf({ store }: AttemptParts, { order }: ClaimedOrder): Promise<Step> {
  const reward = await store.read.rewards.find(order.rewardId);
  if (reward && reward.reversedAt !== null) return { kind: 'search', cost: null };
  const cost = order.status === 'pending' ? null : await dearerCost(store.read.catalogues, order);
  return cost === null ? { kind: 'send', cost } : { kind: 'search', cost };
}

/**
 * Whether a search was broken off by what has nothing to do with its order: the process stops, or the account rests, since
 * a line of our own requests is never as long as a lease.
 */
async function isHeldUp(
  { store, clock, settings: { leaseMs } }: AttemptParts,
  accountId: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return true;
  const account = await store.read.accounts.find(accountId);
  return account !== undefined && account.nextSendAt - clock() >= leaseMs;
}

/** The same without counting as a search that proved nothing. */
function blameless(result: RunResult): RunResult {
  if (result.kind !== 'unknown') return result;
  const { isUnprovable: _counts, ...rest } = result;
  return rest;
}

/** Looks for an order that is not sent any more. One that became dearer is parked only on proof that it was never made. */
async function search(parts: AttemptParts, held: Held, cost: number | null): Promise<RunResult> {
  const { order } = held;
  const run = find(parts, held.turns.account, order);
  const found = await within(parts, held, run, ANSWERS_BEFORE_LIST.search);
  if (cost === null) return found;
  const detail = dearerDetail(order, cost);
  if (found.kind === 'absent' || found.kind === 'never_sent') return { kind: 'dearer', cost, detail };
  if (found.kind !== 'unknown') return found;
  return { ...found, askedCost: cost, detail: `${found.detail}. ${detail}` };
}

async function find(
  { run: runParts, store, clock }: AttemptParts,
  account: PacedAccount,
  order: Order,
): Promise<RunResult> {
  const last = await store.read.orders.attempt(order.id, order.attempts);
  // Of an attempt whose worker died it may have sent until its lease ran out.
  const sentBy = Math.max(last?.startedAt ?? 0, last?.endedAt ?? order.leaseUntil);
  return findSent(runParts, account, order, { quietAt: sentBy + ARRIVES_WITHIN_MS, now: clock() });
}

/** Nothing was sent, so the order waits as it was and the claim counts for nothing. */
async function giveBack({ store, clock }: AttemptParts, { order, number }: ClaimedOrder): Promise<void> {
  await store.write('claim-orders', (rows) => rows.orders.giveBack(order, number, clock()));
}
