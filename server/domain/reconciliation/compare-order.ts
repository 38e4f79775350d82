import { toDecimal } from '../../../shared/money.ts';
import type { OrderSnapshot } from '../order/gift-cards.ts';
import type { Order } from '../order/order.ts';
import type { Finding, FindingKind } from './finding.ts';

/** Status here → states there that go with it. `unknown` and what was never sent go with nothing: there it is. */
const FITTING: Partial<Record<Order['status'], readonly OrderSnapshot['state'][]>> = {
  completed: ['completed'],
  pending: ['pending'],
  failed: ['failed'],
  refused: ['failed'],
  cancelled: ['failed'],
  dead: ['failed'],
  quarantined: ['failed'],
};

/** States of which the normal way of settling makes the upstream's: nobody has decided anything about them yet. */
const OPEN: ReadonlySet<Order['status']> = new Set(['queued', 'unknown', 'pending']);

/** Whether the upstream's state can be taken over as if its answer had come just now. */
export function isAdoptable(order: Order, findings: Pick<Finding, 'kind'>[]): boolean {
  return (
    OPEN.has(order.status) && findings.length > 0 && findings.every(({ kind }) => kind === 'status_differs')
  );
}

/** What differs between an order and what the upstream shows under its number. */
export function compareOrder(order: Order, snapshot: OrderSnapshot): Finding[] {
  const found: Finding[] = [];
  const add = (kind: FindingKind, here: string, there: string) => {
    if (here === there) return;
    const { accountId, poNumber, id } = order;
    const upstreamIds = [snapshot.upstreamId];
    found.push({ kind, accountId, poNumber, orderId: id, upstreamIds, here, there, adopted: null });
  };
  add('content_differs', contentHere(order), contentThere(order, snapshot));
  add('amount_differs', faceHere(order), faceThere(order, snapshot));
  const cost = costOf(snapshot);
  if (order.cost !== null && cost !== null) {
    add('amount_differs', `charged ${money(order, order.cost)}`, `charged ${money(order, cost)}`);
  }
  if (!FITTING[order.status]?.includes(snapshot.state)) {
    add('status_differs', order.status, `${snapshot.state} (${snapshot.statusWord})`);
  }
  return found;
}

function contentHere({ poNumber, type, productId }: Order): string {
  return `${type.toLowerCase()} ${productId} under ${poNumber}`;
}

/** An upstream that does not repeat the number is believed to have found the order by it. */
function contentThere(order: Order, { poNumber, type, lines }: OrderSnapshot): string {
  const products = lines.map(({ productId }) => productId).join(' and ');
  return `${type.toLowerCase()} ${products} under ${poNumber ?? order.poNumber}`;
}

function faceHere(order: Order): string {
  return `${order.quantity} × ${money(order, order.value.amount)}`;
}

function faceThere(order: Order, { lines }: OrderSnapshot): string {
  return lines.map(({ quantity, value }) => `${quantity} × ${money(order, value)}`).join(' and ');
}

function costOf({ lines }: OrderSnapshot): number | null {
  let sum = 0;
  for (const { cost } of lines) {
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}

function money({ value: { currency } }: Order, amount: number): string {
  return `${toDecimal({ amount, currency })} ${currency}`;
}
