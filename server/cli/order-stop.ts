import type { Deps } from '../deps.ts';
import { type Account, standingOf } from '../domain/order/account.ts';
import type { Order } from '../domain/order/order.ts';
import { INSTALLATION_ACCOUNT } from '../domain/site/apply-config.ts';
import type { Rows } from '../domain/store.ts';
import { instant } from './instant.ts';

/**
 * What keeps an order that waits for its turn from it, and every other one of its account: since when, and what ends it.
 * Null when nothing does.
 */
export async function stopOf(
  { store, config }: Pick<Deps, 'store' | 'config'>,
  order: Order,
): Promise<string | null> {
  if (order.dueAt === null) return null;
  const gate = await store.read.gate.closed();
  if (gate)
    return `no order is sent since ${instant(gate.closedAt)}, because this database is a restored backup. "goodturn reconcile --adopt" ends that; this order waits for it.`;
  const account = await store.read.accounts.find(order.accountId);
  const stopped = account && (await stoppedAccount(store.read, account, order));
  if (stopped) return stopped;
  return config.ordering.on
    ? null
    : 'ORDERING is off, so no order is sent. This one waits until it is on and the server was started again.';
}

async function stoppedAccount(rows: Rows, account: Account, order: Order): Promise<string | null> {
  const { id, sealedCredentials, unreachableAt } = account;
  const everyone = 'This order waits for that, like every other one of the account.';
  if (sealedCredentials === '')
    return `the account ${id} has no credentials yet. ${remedyOf(id, 'set')} ${everyone}`;
  switch (standingOf(account)) {
    case 'open':
      return null;
    case 'parked':
      // The upstream has it already: looking at it takes no funds.
      if (order.status === 'pending') return null;
      return `the account ${id} is parked${await since(rows, account)}: the upstream says that it has no funds. Pay some in there; "goodturn topup ${id}" notes it and tries at once, and one order tries by itself every minute. ${everyone}`;
    case 'stopped':
      return `the account ${id} is stopped${await since(rows, account)}: the upstream refused its credentials, or the account itself. ${remedyOf(id, 'correct')} ${everyone}`;
    case 'unreachable':
      return `the upstream of the account ${id} does not answer since ${instant(unreachableAt ?? 0)}. One order tries every 10 seconds, and the first answer ends that. ${everyone}`;
  }
}

function remedyOf(accountId: string, verb: 'set' | 'correct'): string {
  return accountId === INSTALLATION_ACCOUNT
    ? `A person has to ${verb} GIFT_CARD_API_URL, GIFT_CARD_API_EMAIL and GIFT_CARD_API_TOKEN and start the server again.`
    : `A person has to ${verb} what the site's giftCardAccount names and apply the file again, or start the server again.`;
}

/** The audit knows when the account came to stand as it does. A top-up is noted with the state that it finds. */
async function since(rows: Rows, { id, state }: Account): Promise<string> {
  const steps = await rows.audit.ofSubjects([id]);
  const step = steps.findLast(({ status, reason }) => status === state && reason !== 'account_topped_up');
  return step ? ` since ${instant(step.createdAt)}` : '';
}
