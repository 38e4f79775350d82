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

const SHARED = 'The account serves other sites too, so none of them keeps its books.';

/** A site's account, and its funds where the account is the site's alone; null otherwise. */
export async function readAccount(
  rows: ReadRows,
  { accountId }: Pick<Site, 'accountId'>,
): Promise<{ account: Account; funds: AccountFunds[] | null }> {
  const account = await rows.accounts.find(accountId);
  if (!account) throw new Error(`no account ${accountId}`);
  const sites = (await rows.sites.sites()).filter((site) => site.accountId === accountId);
  return { account, funds: sites.length > 1 ? null : await rows.funds.ofAccount(accountId) };
}

export type TopUp = { site: Site; accountId: string; request: TopUpRequest; keyName: string };

/**
 * Writes down that funds were paid into the site's account, and has a parked one tried at once. False when this top-up
 * was told before. Throws `not_found` for an account that is not the site's, `wrong_state` for one that other sites order
 * from too, and `conflict` for a `topUpId` that was used for another amount.
 */
export async function topUpAccount(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  { site, accountId, request, keyName }: TopUp,
): Promise<boolean> {
  if (accountId !== site.accountId) throw new DomainError('not_found', 'There is no such account.');
  return store.write('top-up-account', async (rows) => {
    const now = clock();
    const { account, funds } = await readAccount(rows, site);
    if (funds === null) throw new DomainError('wrong_state', SHARED);
    const { amount, currency } = request.amount;
    const entry: AccountEntry = {
      id: ids.next('acc'),
      accountId,
      kind: 'top_up',
      amount,
      faceValue: null,
      currency,
      orderId: null,
      topUpId: request.topUpId,
      createdAt: now,
    };
    if (!(await rows.funds.topUp(entry))) return repeated(rows, entry);
    if (account.state === 'parked') await tryNow(rows, account, now);
    const trail = new Trail(ids, now, `key:${keyName}`);
    const about = { siteId: site.id, subject: 'account', subjectId: accountId } as const;
    trail.step({ ...about, status: account.state, reason: 'account_topped_up' }, request.reason);
    await trail.store(rows);
    return true;
  });
}

async function repeated({ funds }: Pick<Rows, 'funds'>, entry: AccountEntry): Promise<false> {
  const known = await funds.findTopUp(entry.accountId, entry.topUpId ?? '');
  if (known?.amount === entry.amount && known.currency === entry.currency) return false;
  throw new DomainError('conflict', 'The topUpId was used before for another amount.');
}

/** The orders that were refused for want of funds wait for the account's next try, which is now. */
async function tryNow(rows: Rows, { id, probeAt }: Account, now: number): Promise<void> {
  await rows.accounts.setState(id, 'parked', now);
  await rows.orders.hasten(id, now, probeAt);
}
