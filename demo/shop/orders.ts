import { randomInt } from 'node:crypto';
import { priceCart } from './cart.ts';
import { displayName } from './customers.ts';
import type { EventRequest } from './goodturn-messages.ts';
import { randomId } from './random-id.ts';
import type { Customer, Order, Session, ShopState } from './state.ts';

/** Turns the cart into an order and empties it; null when there is nothing in it. The caller saves. */
export function placeOrder(state: ShopState, session: Session, customer: Customer): Order | null {
  const { lines, goods, shipping } = priceCart(session.cart);
  if (lines.length === 0) return null;
  const order: Order = {
    id: randomId('order'),
    number: `SM-${randomInt(10_000, 99_999)}`,
    customerId: customer.id,
    lines,
    goods,
    shipping,
    placedAt: Date.now(),
  };
  state.orders.push(order);
  session.cart = {};
  return order;
}

/** The order's id is the event's id: however often it is told, Goodturn counts it once. */
export function purchaseEvent(order: Order, customer: Customer, referralToken: string | null): EventRequest {
  return {
    type: 'purchase',
    eventId: order.id,
    customer: told(customer),
    ...(referralToken ? { referralToken } : {}),
    amount: { amount: order.goods, currency: 'USD' },
    occurredAt: new Date(order.placedAt).toISOString(),
    metadata: { channel: 'web', orderNumber: order.number },
  };
}

/** The whole order came back; what it earned no longer counts. */
export function returnEvent(order: Order, customer: Customer, returnedAt: number): EventRequest {
  return {
    type: 'refund',
    eventId: `return_${order.id}`,
    refersTo: order.id,
    customer: told(customer),
    occurredAt: new Date(returnedAt).toISOString(),
  };
}

function told(customer: Customer): EventRequest['customer'] {
  return { id: customer.id, email: customer.email, name: customer.name, ...displayName(customer) };
}

export function findOrder(state: ShopState, customerId: string, id: string): Order | null {
  return state.orders.find((order) => order.id === id && order.customerId === customerId) ?? null;
}

/** Newest first. */
export function ordersOf(state: ShopState, customerId: string): Order[] {
  return state.orders.filter((order) => order.customerId === customerId).reverse();
}
