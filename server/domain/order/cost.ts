import { formatMoney } from '../../../shared/money.ts';
import type { Rows } from '../store.ts';
import type { CatalogueRows } from './catalogue-record.ts';
import { costOf } from './cost-terms.ts';
import type { Order } from './order.ts';

/** The most that may be paid for the order: what was agreed, else what is reserved for it. */
export function mostFor({ agreedCost, value, quantity }: Order): number {
  return agreedCost ?? value.amount * quantity;
}

/**
 * What the kept catalogue asks for the order now, where that is more than was agreed; else null. Where no cost was known at
 * the decision, nothing was agreed that it could exceed.
 */
export async function dearerCost(
  catalogues: Pick<CatalogueRows, 'costs'>,
  order: Order,
): Promise<number | null> {
  const asked = await costNow(catalogues, order);
  return asked !== null && order.agreedCost !== null && asked > order.agreedCost ? asked : null;
}

/**
 * The order as it goes out: where no cost was known at its decision, the first that is known before it is sent becomes the
 * agreed one, and holds from then on.
 */
export async function agreeCost(rows: Pick<Rows, 'catalogues' | 'orders'>, order: Order): Promise<Order> {
  if (order.agreedCost !== null || order.status === 'pending') return order;
  const agreedCost = await costNow(rows.catalogues, order);
  if (agreedCost !== null) await rows.orders.agree(order.id, agreedCost);
  return { ...order, agreedCost };
}

async function costNow(catalogues: Pick<CatalogueRows, 'costs'>, order: Order): Promise<number | null> {
  const [terms] = await catalogues.costs(order.accountId, [order.productId]);
  return terms ? costOf(order.value.amount, terms) * order.quantity : null;
}

/** Why an order is parked, for the person who decides. */
export function dearerDetail(order: Order, asked: number): string {
  const { currency } = order.value;
  const [now, agreed] = [asked, mostFor(order)].map((amount) => formatMoney({ amount, currency }));
  return `The gift card costs ${now} now; ${agreed} was agreed. A retry accepts the new cost.`;
}
