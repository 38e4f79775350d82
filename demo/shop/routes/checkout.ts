import { Hono } from 'hono';
import { QUALIFYING_AMOUNT } from '../brand.ts';
import { priceCart } from '../cart.ts';
import { tellGoodturn } from '../events-out.ts';
import { isInvited } from '../invited.ts';
import { messagesOf, putMessage } from '../mailbox.ts';
import { findOrder, ordersOf, placeOrder, purchaseEvent, returnEvent } from '../orders.ts';
import { checkoutPage } from '../pages/checkout-page.ts';
import { type OrderGift, orderPage } from '../pages/order-page.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import type { Order, Session } from '../state.ts';
import { viewOf } from '../view.ts';

/** Seconds after which the page looks for the letter again. */
const LOOK_AGAIN_S = '1';

export function checkoutRoutes(shop: Shop): Hono<ShopEnv> {
  const { state, save } = shop.data;
  const routes = new Hono<ShopEnv>();
  routes.get('/checkout', (c) => {
    const { session, customer } = c.var;
    const cart = priceCart(session?.cart ?? {});
    if (cart.lines.length === 0) return c.redirect('/cart', 303);
    if (!customer) return c.redirect('/sign-up?next=/checkout', 303);
    return c.html(checkoutPage(viewOf(shop, c), customer, cart, isInvited(shop, session)));
  });

  routes.post('/checkout', async (c) => {
    const { session, customer } = c.var;
    if (!session || !customer) return c.redirect('/sign-up?next=/checkout', 303);
    const order = placeOrder(state, session, customer);
    if (!order) return c.redirect('/cart', 303);
    putMessage(state, customer.id, { kind: 'order', orderId: order.id });
    save();
    await tellGoodturn(shop, purchaseEvent(order, customer, session.referralToken));
    return c.redirect(`/orders/${order.id}`, 303);
  });

  routes.get('/orders/:id', (c) => {
    const { session, customer } = c.var;
    const order = customer && findOrder(state, customer.id, c.req.param('id'));
    if (!order) return c.notFound();
    const gift = giftOf(shop, session, order);
    if (gift === 'coming') c.header('Refresh', LOOK_AGAIN_S);
    return c.html(orderPage(viewOf(shop, c), customer, order, gift));
  });

  routes.post('/orders/:id/return', async (c) => {
    const { customer } = c.var;
    const order = customer && findOrder(state, customer.id, c.req.param('id'));
    if (!order) return c.notFound();
    if (order.returnedAt === undefined) {
      order.returnedAt = Date.now();
      save();
      await tellGoodturn(shop, returnEvent(order, customer, order.returnedAt));
    }
    return c.redirect(`/orders/${order.id}`, 303);
  });
  return routes;
}

/** The letter with the gift card, that it is still to come, or that an invited person's first order was too small for one. */
function giftOf(shop: Shop, session: Session | null, order: Order): OrderGift {
  const { state } = shop.data;
  const hasEarned = state.events.some(({ request, earned }) => earned && request.eventId === order.id);
  if (order.returnedAt !== undefined) return hasEarned ? 'taken-back' : null;
  const letter = messagesOf(state, order.customerId).find(
    ({ about }) => about.kind === 'gift-card' && about.eventId === order.id,
  );
  if (letter) return { letterId: letter.id };
  if (hasEarned) return 'coming';
  const isFirst = ordersOf(state, order.customerId).at(-1)?.id === order.id;
  return session?.referralToken && isFirst && order.goods < QUALIFYING_AMOUNT ? 'too-small' : null;
}
