import { Hono } from 'hono';
import { findOrAddAda, introduceToGoodturn } from '../customers.ts';
import { ordersOf } from '../orders.ts';
import { accountPage } from '../pages/account-page.ts';
import { endSession, logIn } from '../sessions.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { viewOf } from '../view.ts';
import { nextPath, readForm } from './read-form.ts';

export function accountRoutes(shop: Shop): Hono<ShopEnv> {
  const { state, save } = shop.data;
  const routes = new Hono<ShopEnv>();
  routes.post('/log-in-as-ada', async (c) => {
    const ada = findOrAddAda(state);
    logIn(shop, c, ada.id);
    save();
    await introduceToGoodturn(shop, ada);
    return c.redirect('/account', 303);
  });

  routes.post('/log-out', async (c) => {
    const { next } = await readForm(c);
    endSession(shop, c);
    save();
    return c.redirect(nextPath(next, '/'), 303);
  });

  routes.get('/account', (c) => {
    const { customer } = c.var;
    if (!customer) return c.redirect('/sign-up', 303);
    return c.html(accountPage(viewOf(shop, c), customer, ordersOf(state, customer.id)));
  });

  /** The page's own proof of who is logged in, for the widget. The secret key stays on this side. */
  routes.post('/account/participant-token', async (c) => {
    const { customer } = c.var;
    if (!customer) return c.json({ error: 'Log in first.' }, 401);
    try {
      return c.json(await shop.goodturn.mintParticipantToken(customer.id));
    } catch (error) {
      shop.report(`No participant token for ${customer.id}: ${String(error)}`);
      return c.json({ error: 'Goodturn does not answer.' }, 502);
    }
  });
  return routes;
}
