import type { GiftCardAccount, ListedOrder } from '../order/gift-cards.ts';
import type { Order } from '../order/order.ts';
import type { SettleParts } from '../order/settle-order.ts';
import { adoptStatus } from './adopt-status.ts';
import { checkOrder } from './check-order.ts';
import { isAdoptable } from './compare-order.ts';
import { type Finding, inOrder } from './finding.ts';
import { leftOver } from './left-over.ts';
import { CannotCompare, type PacedParts, type PacedUpstream, pacedUpstream } from './paced-upstream.ts';

type ReconcileParts = PacedParts &
  SettleParts & {
    /** The account with its credentials, or undefined when it has none. */
    accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
    /** Names whoever reconciles in the attempts by which it takes something over. */
    worker: string;
    progress: (done: Progress) => void;
  };

/** How far it is: orders that the list has shown, and orders of ours that were compared. */
type Progress = { accountId: string; listed: number; compared: number };

export type ReconcileRequest = {
  /** Orders that were made before it are left out (epoch ms); 0 for all. */
  from: number;
  /** Whether the upstream's state is taken over, and orders that nothing is known of are kept for their rewards. */
  adopt: boolean;
};

export type ReconcileReport = {
  compared: number;
  listed: number;
  findings: Finding[];
  /** What could not be compared, in sentences; then the findings are not all. */
  unread: string[];
};

const PAGE = 200;

/**
 * Compares the orders here with those that the upstream has, by id and by its list. The same books give the same
 * report. Takes turns of the accounts for what it asks, and changes nothing else unless it adopts; it never sends an
 * order and never cancels one.
 */
export async function reconcile(parts: ReconcileParts, request: ReconcileRequest): Promise<ReconcileReport> {
  const report: ReconcileReport = { compared: 0, listed: 0, findings: [], unread: [] };
  for (const { id } of await parts.store.read.accounts.all()) {
    try {
      const account = await parts.accountOf(id);
      if (account) await reconcileAccount(parts, request, account, report);
      else if (await hasOrders(parts, id))
        report.unread.push(`The account ${id} has orders and no credentials.`);
    } catch (error) {
      if (!(error instanceof CannotCompare)) throw error;
      report.unread.push(error.message);
    }
  }
  return { ...report, findings: inOrder(report.findings) };
}

async function hasOrders({ store }: ReconcileParts, accountId: string): Promise<boolean> {
  return (await store.read.orders.ofAccount({ accountId, from: 0, after: '', limit: 1 })).length > 0;
}

async function reconcileAccount(
  parts: ReconcileParts,
  request: ReconcileRequest,
  account: GiftCardAccount,
  report: ReconcileReport,
): Promise<void> {
  const upstream = pacedUpstream(parts, account);
  const tell = (listed: number, compared: number) =>
    parts.progress({ accountId: account.id, listed, compared });
  const { listing } = parts.giftCards.capabilities;
  if (!listing) report.unread.push(unlisted(account));
  // Before the orders here: each of those was committed before it could be in the list.
  const listed = listing
    ? await upstream.list(request.from, (read) => tell(read, 0))
    : new Map<string, ListedOrder>();
  report.listed += listed.size;
  const byNumber = Map.groupBy(listed.values(), ({ poNumber }) => poNumber ?? '');
  if (listed.size > 0 && [...byNumber.keys()].every((number) => number === ''))
    report.unread.push(unnumbered(account));
  let compared = 0;
  for (let after = ''; ; ) {
    const page = { accountId: account.id, from: request.from, after, limit: PAGE };
    const orders = await parts.store.read.orders.ofAccount(page);
    const last = orders.at(-1);
    if (!last) break;
    await inParallel(orders, parts.concurrency, async (order) => {
      const own = listing ? (byNumber.get(order.poNumber) ?? []) : null;
      byNumber.delete(order.poNumber);
      report.findings.push(...(await compareOne(parts, request, upstream, order, own)));
      compared += 1;
      report.compared += 1;
      tell(listed.size, compared);
    });
    after = last.id;
  }
  report.findings.push(...(await leftOver(parts, request, account.id, byNumber)));
}

function unlisted({ id }: GiftCardAccount): string {
  return `The provider of ${id} lists no orders, so what it has and nobody here knows of was not seen.`;
}

function unnumbered({ id }: GiftCardAccount): string {
  return `The list of ${id} shows no numbers, so what it has and nobody here knows of cannot be told from others' orders.`;
}

async function compareOne(
  parts: ReconcileParts,
  { adopt }: ReconcileRequest,
  upstream: PacedUpstream,
  order: Order,
  listed: ListedOrder[] | null,
): Promise<Finding[]> {
  const checked = await checkOrder(parts, upstream, order, listed);
  const { findings, snapshot } = checked;
  if (!adopt || !snapshot || !isAdoptable(checked.order, findings)) return findings;
  const isAdopted = await adoptStatus(parts, checked.order, snapshot);
  return findings.map((finding) => ({ ...finding, adopted: isAdopted ? 'status' : null }));
}

/** Works on all of them, `limit` at a time. Rejects with the first failure, once the others have ended. */
async function inParallel<T>(items: T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lanes = Array.from({ length: limit }, async () => {
    for (const item of queue) await work(item);
  });
  const results = await Promise.allSettled(lanes);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
