import type { Alert, Alerts } from '../alerts.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Store } from '../store.ts';
import { type Account, type AccountStanding, standingOf } from './account.ts';
import type { Order } from './order.ts';
import { STUCK_AFTER_MS } from './schedule.ts';

/** Orders that one round tells of; the next round tells of further ones. */
const AT_ONCE = 500;

/**
 * Tells operators of orders that have no end after a day, whatever they wait for: once, and once more each further day.
 * Those of an account that does not send share one alert: what is in their way is the account.
 */
export async function tellStuck({
  store,
  clock,
  alerts,
}: {
  store: Store;
  clock: Clock;
  alerts: Alerts;
}): Promise<void> {
  const query = () => {
    const now = clock();
    return { createdBefore: now - STUCK_AFTER_MS, toldBefore: now - DAY_MS, limit: AT_ONCE };
  };
  // A look costs nothing; a write that finds nothing would still cost a sync of the disk.
  if ((await store.read.orders.stuck({ ...query(), limit: 1 })).length === 0) return;
  const stuck = await store.write('tell-stuck', async (rows) => {
    const orders = await rows.orders.stuck(query());
    if (orders.length > 0)
      await rows.orders.told(
        orders.map(({ id }) => id),
        clock(),
      );
    return orders;
  });
  for (const alert of alertsFor(stuck, await store.read.accounts.all())) alerts.raise(alert);
}

function alertsFor(orders: Order[], accounts: Account[]): Alert[] {
  const standings = new Map(accounts.map((account) => [account.id, standingOf(account)]));
  const alerts: Alert[] = [];
  for (const [accountId, own] of Map.groupBy(orders, (order) => order.accountId)) {
    const standing = standings.get(accountId) ?? 'open';
    const sent = own.filter(({ status }) => standing === 'open' || status === 'parked');
    alerts.push(...sent.map(alone));
    const waiting = own.filter((order) => !sent.includes(order));
    if (waiting.length > 0) alerts.push(together(accountId, standing, waiting));
  }
  return alerts;
}

function alone({ id, rewardId, poNumber, accountId, upstreamId, status, lastError }: Order): Alert {
  return {
    kind: 'order_stuck',
    summary: `An order has been ${status} for more than a day.`,
    data: { orderId: id, rewardId, poNumber, accountId, upstreamId, status, detail: lastError },
  };
}

function together(accountId: string, account: AccountStanding, waiting: Order[]): Alert {
  return {
    kind: 'order_stuck',
    summary: `Orders have been waiting for more than a day, because the gift-card account is ${account}.`,
    data: { accountId, account, orders: waiting.length, oldestOrderId: waiting[0]?.id ?? null },
  };
}
