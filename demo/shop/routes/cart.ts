import { Hono } from 'hono';
import { priceCart, setQuantity } from '../cart.ts';
import { isInvited } from '../invited.ts';
import { cartPage } from '../pages/cart-page.ts';
import { findProduct } from '../products.ts';
import { ensureSession } from '../sessions.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { viewOf } from '../view.ts';
import { readForm } from './read-form.ts';

export function cartRoutes(shop: Shop): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get('/cart', (c) => {
    const session = c.get('session');
    return c.html(cartPage(viewOf(shop, c), priceCart(session?.cart ?? {}), isInvited(shop, session)));
  });

  routes.post('/cart', async (c) => {
    const { slug = '' } = await readForm(c);
    if (!findProduct(slug)) return c.notFound();
    const session = ensureSession(shop, c);
    setQuantity(session.cart, slug, (session.cart[slug] ?? 0) + 1);
    shop.data.save();
    return c.redirect('/cart', 303);
  });

  routes.post('/cart/quantity', async (c) => {
    const { slug = '', quantity = '' } = await readForm(c);
    if (!findProduct(slug) || !/^\d$|^10$/.test(quantity)) return c.notFound();
    setQuantity(ensureSession(shop, c).cart, slug, Number(quantity));
    shop.data.save();
    return c.redirect('/cart', 303);
  });
  return routes;
}
