import { Hono } from 'hono';
import { isInvited } from '../invited.ts';
import { homePage } from '../pages/home-page.ts';
import { productPage } from '../pages/product-page.ts';
import { findProduct } from '../products.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { viewOf } from '../view.ts';

export function browseRoutes(shop: Shop): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get('/', (c) => c.html(homePage(viewOf(shop, c), isInvited(shop, c.get('session')))));
  routes.get('/pieces/:slug', (c) => {
    const product = findProduct(c.req.param('slug'));
    return product ? c.html(productPage(viewOf(shop, c), product)) : c.notFound();
  });
  return routes;
}
