import { Hono } from 'hono';
import { priceCart } from '../cart.ts';
import { tellGoodturn } from '../events-out.ts';
import { isInvited } from '../invited.ts';
import { messagesOf, putMessage } from '../mailbox.ts';
import { findOrder, placeOrder, purchaseEvent } from '../orders.ts';
import { checkoutPage } from '../pages/checkout-page.ts';
import { orderPage } from '../pages/order-page.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { viewOf } from '../view.ts';

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
    const { customer } = c.var;
    const order = customer && findOrder(state, customer.id, c.req.param('id'));
    if (!order) return c.notFound();
    const letter = messagesOf(state, customer.id).find(
      ({ about }) => about.kind === 'gift-card' && about.eventId === order.id,
    );
    return c.html(orderPage(viewOf(shop, c), customer, order, letter?.id ?? null));
  });
  return routes;
}
