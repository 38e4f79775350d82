import type { ListedOrder, OrderSnapshot } from '../order/gift-cards.ts';
import type { Order } from '../order/order.ts';
import type { Store } from '../store.ts';
import { isInHand } from './adopt-status.ts';
import { compareOrder } from './compare-order.ts';
import type { Finding, FindingKind } from './finding.ts';
import type { PacedUpstream } from './paced-upstream.ts';

/** An order with what the upstream has of it. `snapshot` is null unless there is exactly one. */
type Checked = { order: Order; findings: Finding[]; snapshot: OrderSnapshot | null };

/** How often an order is looked at again that moved on meanwhile. */
const LOOKS = 3;

/**
 * Looks at an order by its upstream id and by those that the list shows under its number, or, where there is no list, that
 * are found by it. Whatever is in a worker's
 * hands is no difference yet; what moved on during the look is looked at again.
 */
export async function checkOrder(
  { store, clock }: { store: Store; clock: () => number },
  upstream: PacedUpstream,
  order: Order,
  listed: ListedOrder[] | null,
): Promise<Checked> {
  let current = order;
  for (let left = LOOKS; left > 0; left -= 1) {
    const checked = await look(upstream, current, listed);
    if (checked.findings.length === 0) return checked;
    const standing = await store.read.orders.find(order.id);
    if (!standing || isInHand(standing, clock())) break;
    if (standing.status === current.status && standing.attempts === current.attempts) return checked;
    current = standing;
  }
  return { order: current, findings: [], snapshot: null };
}

async function look(upstream: PacedUpstream, order: Order, listed: ListedOrder[] | null): Promise<Checked> {
  const known = order.upstreamId === null ? [] : [order.upstreamId];
  const shown = listed ? listed.map(({ upstreamId }) => upstreamId) : await upstream.idsOf(order);
  const ids = new Set([...known, ...shown]);
  const snapshots: OrderSnapshot[] = [];
  for (const id of ids) {
    const result = await upstream.look(id, order.value.currency);
    if (result.kind === 'found') snapshots.push(result.order);
  }
  const [snapshot, ...others] = snapshots;
  if (snapshot && others.length === 0) return { order, findings: compareOrder(order, snapshot), snapshot };
  if (snapshot) {
    const found = snapshots.map(({ upstreamId }) => upstreamId).toSorted();
    return { order, findings: [finding('duplicated', order, found)], snapshot: null };
  }
  const isExpected = ids.size > 0 || order.status === 'completed' || order.status === 'pending';
  const findings = isExpected ? [finding('missing_there', order, [...ids].toSorted())] : [];
  return { order, findings, snapshot: null };
}

function finding(
  kind: FindingKind,
  { accountId, poNumber, id, status }: Order,
  upstreamIds: string[],
): Finding {
  const there = kind === 'duplicated' ? `${upstreamIds.length} orders` : null;
  return { kind, accountId, poNumber, orderId: id, upstreamIds, here: status, there, adopted: null };
}
