import type { TopUpRequest } from '../../../shared/contract/account.ts';
import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { Account } from './account.ts';
import type { AccountEntry, AccountFunds } from './funds.ts';

type ReadRows = Pick<Rows, 'accounts' | 'funds' | 'sites'>;

const NO_ACCOUNT = 'There is no such account.';
const SHARED =
  'The account serves other sites too, so none of them keeps its books: whoever runs Goodturn does, by "goodturn topup".';

/** A site's account with its funds, and whether other sites order from it too. */
export async function readAccount(
  rows: ReadRows,
  { accountId }: Pick<Site, 'accountId'>,
): Promise<{ account: Account; funds: AccountFunds[]; isShared: boolean }> {
  const account = await rows.accounts.find(accountId);
  if (!account) throw new Error(`no account ${accountId}`);
  const isShared = (await sitesOf(rows, accountId)).length > 1;
  return { account, funds: await rows.funds.ofAccount(accountId), isShared };
}

/** The sites that order from the account. */
async function sitesOf({ sites }: ReadRows, accountId: string) {
  return (await sites.sites()).filter((site) => site.accountId === accountId);
}

type TopUp = { site: Site; accountId: string; request: TopUpRequest; keyName: string };

type TopUpParts = { store: Store; clock: Clock; ids: Ids };

/**
 * Writes down that funds were paid into the site's account, and has a parked one tried at once. False when this top-up
 * was told before. Throws `not_found` for an account that is not the site's, `wrong_state` for one that other sites order
 * from too, and `conflict` for a `topUpId` that was used for another amount.
 */
export async function topUpAccount(
  parts: TopUpParts,
  { site, accountId, request, keyName }: TopUp,
): Promise<boolean> {
  if (accountId !== site.accountId) throw new DomainError('not_found', NO_ACCOUNT);
  return parts.store.write('top-up-account', async (rows) => {
    const { account, isShared } = await readAccount(rows, site);
    if (isShared) throw new DomainError('wrong_state', SHARED);
    return bookTopUp(rows, parts, {
      accountId: account.id,
      request,
      siteId: site.id,
      actor: `key:${keyName}`,
    });
  });
}

/**
 * The same by whoever runs the installation, of any account. Where that serves one site alone, the site reads it in its
 * audit.
 */
export async function topUpByOperator(
  parts: TopUpParts,
  { accountId, request, actor }: { accountId: string; request: TopUpRequest; actor: string },
): Promise<boolean> {
  return parts.store.write('top-up-account', async (rows) => {
    const account = await rows.accounts.find(accountId);
    if (!account) throw new DomainError('not_found', await sayWhichThereAre(rows, accountId));
    const [site, another] = await sitesOf(rows, accountId);
    const siteId = site && !another ? site.id : 'installation';
    return bookTopUp(rows, parts, { accountId, request, siteId, actor });
  });
}

async function sayWhichThereAre({ accounts }: ReadRows, accountId: string): Promise<string> {
  const known = (await accounts.all()).map(({ id }) => id).join(', ');
  return `There is no account ${accountId}; there is ${known || 'none yet'}.`;
}

type Booking = { accountId: string; request: TopUpRequest; siteId: string; actor: string };

/** Takes the account before its funds, as settling an order does: a probe may open it at this moment. */
async function bookTopUp(
  rows: Rows,
  { clock, ids }: TopUpParts,
  { accountId, request, siteId, actor }: Booking,
): Promise<boolean> {
  const now = clock();
  const account = await rows.accounts.lock(accountId);
  if (!account) throw new DomainError('not_found', NO_ACCOUNT);
  const { amount, currency } = request.amount;
  const entry: AccountEntry = {
    id: ids.next('acc'),
    accountId: account.id,
    kind: 'top_up',
    amount,
    faceValue: null,
    currency,
    orderId: null,
    topUpId: request.topUpId,
    poNumber: null,
    createdAt: now,
  };
  if (!(await rows.funds.topUp(entry))) return repeated(rows, entry);
  await tryNow(rows, account, now);
  const trail = new Trail(ids, now, actor);
  const about = { siteId, subject: 'account', subjectId: account.id } as const;
  trail.step({ ...about, status: account.state, reason: 'account_topped_up' }, request.reason);
  await trail.store(rows);
  return true;
}

async function repeated({ funds }: Pick<Rows, 'funds'>, entry: AccountEntry): Promise<false> {
  const known = await funds.findTopUp(entry.accountId, entry.topUpId ?? '');
  if (known?.amount === entry.amount && known.currency === entry.currency) return false;
  throw new DomainError('conflict', 'The topUpId was used before for another amount.');
}

/** The orders that were refused for want of funds wait for the account's next try, or their own, which is now. */
async function tryNow(rows: Rows, { id, state, probeAt }: Account, now: number): Promise<void> {
  if (state === 'parked') await rows.accounts.setState(id, 'parked', now);
  await rows.orders.hasten(id, now, state === 'parked' ? probeAt : now);
}
