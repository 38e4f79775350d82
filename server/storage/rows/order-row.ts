import type { Order } from '../../domain/order/order.ts';
import type { OrderRow } from '../tables.ts';

/** An order as it lies in its table. */
export function toRow({ value, ...order }: Order): OrderRow {
  return { ...order, amount: value.amount, currency: value.currency };
}

/** A row as the domain knows the order. */
export function toOrder({ amount, currency, ...row }: OrderRow): Order {
  return { ...row, value: { amount, currency } };
}
