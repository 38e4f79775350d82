import type { OrderStatus } from '../../../shared/contract/order.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { Alerts } from '../alerts.ts';
import { concludeReferral } from '../attribution/conclude-referral.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { Trail } from '../audit/trail.ts';
import type { BudgetEntry } from '../budget/budget.ts';
import { type ClaimParts, fillClaim } from '../claim/fill-claim.ts';
import type { Clock } from '../clock.ts';
import { moveDelivery } from '../delivery/move-delivery.ts';
import type { Ids, Random } from '../ids.ts';
import type { Reward } from '../reward/reward.ts';
import type { Directory, Sites } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { ClaimedOrder } from './claim-orders.ts';
import { endReversed } from './end-reversed.ts';
import type { GiftCards } from './gift-cards.ts';
import type { Order } from './order.ts';
import type { RunResult } from './run-order.ts';
import { settleAccount, settleFunds } from './settle-account.ts';
import { hasAnswered, type Settlement, settlementOf } from './settlement.ts';

export type SettleParts = ClaimParts & {
  store: Store;
  directory: Directory;
  clock: Clock;
  ids: Ids;
  random: Random;
  alerts: Alerts;
  giftCards: Pick<GiftCards, 'capabilities'>;
  /** How long a delivered card's address is kept (ms). */
  addressMs: number;
};

/**
 * Writes what came of an attempt: order, reward, claim, budget and account in one transaction. Returns null, with
 * nothing written, when the attempt's fence has moved on: a worker that was frozen past its lease must not
 * overwrite what its successor has found out.
 */
export async function settleOrder(
  parts: SettleParts,
  claimed: ClaimedOrder,
  result: RunResult,
): Promise<Settlement | null> {
  const sites = await parts.directory.current();
  const { notice } = parts.giftCards.capabilities;
  const settled = await parts.store.write('settle-order', async (rows) => {
    const now = parts.clock();
    // Read anew for hints that came while the request was under way.
    const order = (await rows.orders.find(claimed.order.id)) ?? claimed.order;
    const settlement = settlementOf(result, { order, claimed, now, random: parts.random, notice });
    if (!(await rows.orders.settle(order.id, claimed.number, settlement.order, now))) return null;
    await recordOrder(rows, parts.ids, order, settlement.order.status, now);
    await moveDelivery(rows, parts, order, settlement.way, now);
    const shown = { settlement, hasAnswered: hasAnswered(result) };
    const { changed, alerts } = await settleAccount(rows, parts.ids, order, shown, now);
    await settleReward(rows, { ...parts, sites }, order.rewardId, settlement, now);
    alerts.push(...(await settleFunds(rows, parts.ids, order, settlement.order, now)));
    return { settlement, changed, alerts };
  });
  if (!settled) return null;
  tellOperator(parts.alerts, claimed.order, settled.settlement, settled.changed);
  for (const alert of settled.alerts) parts.alerts.raise(alert);
  return settled.settlement;
}

const ORDER_REASONS: Record<OrderStatus, ReasonCode> = {
  queued: 'order_written',
  unknown: 'order_unknown',
  pending: 'order_delayed',
  parked: 'order_cost_higher',
  completed: 'order_completed',
  quarantined: 'order_quarantined',
  refused: 'order_refused',
  failed: 'order_failed',
  dead: 'order_dead',
  // Its purchase came back, and the upstream does not have it.
  cancelled: 'refunded',
};

async function recordOrder(
  rows: Rows,
  ids: Ids,
  { id, siteId, status: before }: Order,
  status: OrderStatus,
  now: number,
): Promise<void> {
  if (status === before) return;
  const change = { siteId, subject: 'order', subjectId: id, status, reason: ORDER_REASONS[status] } as const;
  await rows.audit.append([auditEntry(ids, now, change)]);
}

const REWARD_MOVES = {
  issued: ['issued', 'order_completed'],
  order_refused: ['failed', 'order_refused'],
  order_cost_higher: ['failed', 'order_cost_higher'],
  order_failed: ['failed', 'order_failed'],
  order_quarantined: ['failed', 'order_quarantined'],
  order_dead: ['failed', 'order_dead'],
} as const satisfies Record<string, readonly [RewardStatus, ReasonCode]>;

/** Ends of an order that surely made no gift card. */
const FALLS: ReadonlySet<Settlement['reward']> = new Set([
  'order_refused',
  'order_cost_higher',
  'order_failed',
  'order_absent',
]);

/** The gift card is paid and stays sealed: its purchase came back while it was being ordered. */
const WITHHELD_AT_ONCE = ['withheld', 'refunded'] as const;

async function settleReward(
  rows: Rows,
  parts: SettleParts & { sites: Sites },
  rewardId: string,
  settlement: Settlement,
  now: number,
): Promise<void> {
  if (settlement.reward === null) return;
  // Locked, so that a return of the purchase is either seen here or finds the gift card issued.
  const reward = await rows.rewards.lock(rewardId);
  if (!reward) throw new Error(`order without reward ${rewardId}`);
  if (settlement.reward === 'delayed') {
    // Where the purchase came back meanwhile, that is what its owner has to know.
    if (reward.reversedAt === null) await rows.rewards.explain(reward.id, 'ordering', 'order_delayed');
    await rows.codes.touch(reward.programId, [reward.participantId]);
    return;
  }
  if (FALLS.has(settlement.reward) && reward.reversedAt !== null) {
    if (reward.delivery !== 'Links') await leaveAddress(rows, parts, reward, now);
    return endReversed(rows, parts, reward, now);
  }
  // Only an order whose purchase came back is looked for instead of sent, and nothing takes that back meanwhile.
  if (settlement.reward === 'order_absent') throw new Error(`the order of ${rewardId} was not sent`);
  const isBought = settlement.reward === 'issued';
  const isReturned = isBought && reward.reversedAt !== null;
  const isOurs = reward.delivery === 'Links';
  const [status, reason] = isReturned && isOurs ? WITHHELD_AT_ONCE : REWARD_MOVES[settlement.reward];
  if (isBought) await fillClaim(rows, parts, reward, settlement.cards, now);
  // Set aside, it may be sent again, and needs its address for that.
  if (!isOurs && settlement.reward !== 'order_dead') await leaveAddress(rows, parts, reward, now);
  if (!(await rows.rewards.move(reward.id, status, reason))) return;
  const trail = new Trail(parts.ids, now, 'system');
  trail.step({ siteId: reward.siteId, subject: 'reward', subjectId: reward.id, status, reason });
  // Locks in the order of design 7.11, as accepting an event takes them: referral, codes, budget.
  if (status === 'issued' && reward.referralId !== null) {
    await concludeReferral(rows, trail, reward.referralId);
  }
  trail.touch(reward.programId, reward.participantId);
  await trail.store(rows);
  if (isBought) await rows.budgets.spend(bookingOf(parts.ids, reward, 'spend', now));
  if (isReturned && !isOurs) await bookLoss(rows, parts.ids, reward, now);
}

/** What its owner was sent cannot be kept back: its purchase came back too late. */
async function bookLoss(rows: Rows, ids: Ids, reward: Reward, now: number): Promise<void> {
  await rows.budgets.lose(bookingOf(ids, reward, 'loss', now));
  const { id: subjectId, siteId } = reward;
  const step = { status: 'issued', reason: 'booked_as_loss' } as const;
  await rows.audit.append([auditEntry(ids, now, { siteId, subject: 'reward', subjectId, ...step })]);
}

/** The order needs its address no more; it is kept for a while, for questions about the way. */
async function leaveAddress(
  rows: Rows,
  { addressMs }: SettleParts,
  { id }: Reward,
  now: number,
): Promise<void> {
  await rows.destinations.settle(id, now + addressMs);
}

function bookingOf(
  ids: Ids,
  { id, programId, takenUp, value }: Reward,
  kind: 'spend' | 'loss',
  now: number,
): BudgetEntry {
  return {
    id: ids.next('bud'),
    programId,
    rewardId: id,
    kind,
    turn: takenUp,
    amount: value.amount,
    createdAt: now,
  };
}

function tellOperator(
  alerts: Alerts,
  order: Order,
  { alert, order: patch, strangers }: Settlement,
  accountChanged: boolean,
): void {
  if (alert === null) return;
  const isAboutAccount = alert === 'account_parked' || alert === 'account_stopped';
  if (isAboutAccount && !accountChanged) return;
  alerts.raise({
    kind: alert,
    summary: SUMMARIES[alert],
    data: {
      orderId: order.id,
      rewardId: order.rewardId,
      poNumber: order.poNumber,
      accountId: order.accountId,
      upstreamId: patch.upstreamId ?? order.upstreamId,
      ...(strangers.length > 0 && { strangers: strangers.join(' ') }),
      productId: order.productId,
      amount: order.value.amount,
      currency: order.value.currency,
      detail: patch.lastError ?? null,
    },
  });
}

const SUMMARIES: Record<NonNullable<Settlement['alert']>, string> = {
  account_parked: 'The gift-card account has no funds left; its orders wait and one probes every minute.',
  account_stopped: 'The gift-card account was refused; its orders wait until its credentials are set again.',
  order_quarantined: 'An order number exists upstream with other content; nothing was adopted.',
  order_refused: 'The upstream refused an order.',
  order_cost_higher: 'A gift card costs more than was agreed; its order waits for a person.',
  order_failed: 'The upstream gave up an order.',
  order_dead:
    'An order may have been made, and nothing proves it or the opposite; it was set aside for a person.',
};
