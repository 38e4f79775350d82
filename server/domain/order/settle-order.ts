import type { OrderStatus } from '../../../shared/contract/order.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { Alerts } from '../alerts.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Clock } from '../clock.ts';
import { moveDelivery } from '../delivery/move-delivery.ts';
import type { Ids, Random } from '../ids.ts';
import type { Directory } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { ClaimedOrder } from './claim-orders.ts';
import type { GiftCards } from './gift-cards.ts';
import type { Order } from './order.ts';
import type { RunResult } from './run-order.ts';
import { settleAccount, settleFunds } from './settle-account.ts';
import { type SettleRewardParts, settleReward } from './settle-reward.ts';
import { hasAnswered, type Settlement, settlementOf } from './settlement.ts';

export type SettleParts = Omit<SettleRewardParts, 'sites'> & {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  alerts: Alerts;
  giftCards: Pick<GiftCards, 'capabilities'>;
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
  order_failed: 'The upstream gave up an order: a person cancels its reward and gives another one by hand.',
  order_dead:
    'An order may have been made, and nothing proves it or the opposite; it was set aside for a person.',
};
