import { formatMoney } from '../../../shared/money.ts';
import type { Alert } from '../alerts.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import { announce } from '../webhook/announce.ts';
import { chargeOrder } from './charge-order.ts';
import { mostFor } from './cost.ts';
import { type AccountFunds, fundsLeft } from './funds.ts';
import type { Order, OrderPatch } from './order.ts';
import type { Settlement } from './settlement.ts';

/** What an attempt has shown of its account. */
type Shown = {
  settlement: Settlement;
  /** Whether the upstream answered at all; null where nothing was asked of it. */
  hasAnswered: boolean | null;
};

/** Whether the account's state changed: only then is it news. Beside that, what operators are told. */
type AccountNews = { changed: boolean; alerts: Alert[] };

/** Moves the account as the attempt has shown it. */
export async function settleAccount(
  rows: Rows,
  ids: Ids,
  { accountId }: Order,
  { settlement, hasAnswered }: Shown,
  now: number,
): Promise<AccountNews> {
  const alerts: Alert[] = [];
  const changed = await move(rows, ids, accountId, settlement.account, now);
  if (hasAnswered === false && (await rows.accounts.unanswered(accountId, now))) {
    await record(rows, ids, accountId, ['unreachable', 'account_unreachable'], now);
    alerts.push(unreachable(accountId));
  }
  if (hasAnswered && (await rows.accounts.answered(accountId))) {
    await record(rows, ids, accountId, ['reachable', 'account_reachable'], now);
  }
  return { changed, alerts };
}

/**
 * Books what the order cost, and resolves to what operators are told of it. The last lock of the write: all orders of an
 * account take turns at the row of its funds.
 */
export async function settleFunds(
  rows: Rows,
  ids: Ids,
  order: Order,
  patch: OrderPatch,
  now: number,
): Promise<Alert[]> {
  const alerts: Alert[] = [];
  const low = await chargeOrder(rows, ids, order, patch, now);
  if (low) alerts.push(fundsLow(low));
  if (order.cost === null && patch.cost != null && patch.cost > mostFor(order)) {
    alerts.push(overcharged(order, patch.cost));
  }
  return alerts;
}

async function move(
  rows: Rows,
  ids: Ids,
  accountId: string,
  account: Settlement['account'],
  now: number,
): Promise<boolean> {
  if (account === null) return false;
  if (account.to === 'slowed') {
    await rows.accounts.slowUntil(accountId, account.until);
    return false;
  }
  if (account.to === 'unproved') {
    await rows.accounts.probeAt(accountId, now);
    return false;
  }
  const probeAt = account.to === 'parked' ? account.probeAt : 0;
  if (!(await rows.accounts.setState(accountId, account.to, probeAt))) return false;
  await record(rows, ids, accountId, [account.to, `account_${account.to}`], now);
  if (account.to === 'parked') await tellSites(rows, ids, accountId, now);
  return true;
}

/** Every site that orders from the account has rewards that wait now. */
async function tellSites(rows: Rows, ids: Ids, accountId: string, now: number): Promise<void> {
  const data = { accountId, status: 'parked', reason: 'account_parked' } as const;
  const sites = (await rows.sites.sites()).filter((site) => site.accountId === accountId);
  await announce(
    rows,
    ids,
    now,
    sites.map(({ id: siteId }) => ({ siteId, type: 'account.parked', data })),
  );
}

type Step =
  | ['open' | 'parked' | 'stopped', 'account_open' | 'account_parked' | 'account_stopped']
  | ['unreachable', 'account_unreachable']
  | ['reachable', 'account_reachable'];

async function record(
  rows: Rows,
  ids: Ids,
  subjectId: string,
  [status, reason]: Step,
  now: number,
): Promise<void> {
  // An account may serve several sites, so its changes belong to the installation.
  const about = { siteId: 'installation', subject: 'account', subjectId } as const;
  await rows.audit.append([auditEntry(ids, now, { ...about, status, reason })]);
}

function unreachable(accountId: string): Alert {
  return {
    kind: 'account_unreachable',
    summary: 'The upstream does not answer; its orders wait and one is tried every 10 seconds.',
    data: { accountId },
  };
}

function fundsLow(funds: AccountFunds): Alert {
  const { accountId, currency, filledTo } = funds;
  const left = fundsLeft(funds) ?? 0;
  const [rest, full] = [left, filledTo].map((amount) => formatMoney({ amount, currency }));
  return {
    kind: 'account_funds_low',
    summary: `About ${rest} of the ${full} after the last top-up should be left in the gift-card account.`,
    data: { accountId, left, filledTo, currency },
  };
}

function overcharged(order: Order, cost: number): Alert {
  return {
    kind: 'order_overcharged',
    summary: 'The upstream charged more for an order than was agreed.',
    data: {
      orderId: order.id,
      rewardId: order.rewardId,
      poNumber: order.poNumber,
      accountId: order.accountId,
      cost,
      agreed: mostFor(order),
      currency: order.value.currency,
    },
  };
}
