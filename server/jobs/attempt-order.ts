import type { Alerts } from '../domain/alerts.ts';
import type { Clock } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import type { ClaimedOrder } from '../domain/order/claim-orders.ts';
import { dearerCost, dearerDetail } from '../domain/order/cost.ts';
import type { GiftCardAccount, PacedAccount } from '../domain/order/gift-cards.ts';
import { lateAlert } from '../domain/order/late-alert.ts';
import type { Order } from '../domain/order/order.ts';
import { findSent, type RunParts, type RunResult, runOrder } from '../domain/order/run-order.ts';
import { ARRIVES_WITHIN_MS, RUN_SHARE } from '../domain/order/schedule.ts';
import { type SettleParts, settleOrder } from '../domain/order/settle-order.ts';
import { pacedAccount } from '../domain/order/take-turn.ts';
import type { Store } from '../domain/store.ts';
import type { Telemetry } from '../domain/telemetry.ts';
import { ANSWERS_BEFORE_LIST, type AnswerWithin, counted, type Held, within } from './attempt-time.ts';

export type AttemptParts = {
  store: Store;
  clock: Clock;
  alerts: Alerts;
  telemetry: Telemetry;
  log: Log;
  /** Waits so many ms; resolves early, without throwing, when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  answerWithin: AnswerWithin;
  run: RunParts;
  settle: SettleParts;
  settings: { leaseMs: number; ratePerSecond: number };
};

/**
 * One attempt, from its turn on: sends the order or looks for it, and writes down what came of it. Never throws: what breaks
 * off is logged, and its lease runs out. An attempt that the signal ends before anything was sent counts for nothing.
 */
export async function attemptOrder(
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
