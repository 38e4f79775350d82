import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { refuseForeignHosts } from './known-host.ts';
import { errorPage } from './pages/error-page.ts';
import { accountRoutes } from './routes/account.ts';
import { assetRoutes } from './routes/assets.ts';
import { behindTheScenesRoutes } from './routes/behind-the-scenes.ts';
import { browseRoutes } from './routes/browse.ts';
import { cartRoutes } from './routes/cart.ts';
import { checkoutRoutes } from './routes/checkout.ts';
import { goodturnWebhookRoutes } from './routes/goodturn-webhook.ts';
import { mailboxRoutes } from './routes/mailbox.ts';
import { studioRoutes } from './routes/studio.ts';
import { welcomeRoutes } from './routes/welcome.ts';
import { securityHeaders } from './security-headers.ts';
import { recogniseVisitor } from './sessions.ts';
import type { Shop, ShopEnv } from './shop.ts';
import { viewOf } from './view.ts';

/** The whole shop as one Hono app; opens no port and reads no environment. */
export function buildShop(shop: Shop): Hono<ShopEnv> {
  const app = new Hono<ShopEnv>();
  app.use(securityHeaders(shop.goodturnUrl));
  app.use(refuseForeignHosts(shop.publicUrl));
  // SameSite alone does not help here: every port of 127.0.0.1 is the same site. The origin is compared.
  app.use(csrf());
  app.use(async (c, next) => {
    recogniseVisitor(shop, c);
    await next();
  });
  app.route('/', assetRoutes());
  app.route('/', browseRoutes(shop));
  app.route('/', cartRoutes(shop));
  app.route('/', checkoutRoutes(shop));
  app.route('/', welcomeRoutes(shop));
  app.route('/', accountRoutes(shop));
  app.route('/', mailboxRoutes(shop));
  app.route('/', goodturnWebhookRoutes(shop));
  app.route('/', studioRoutes(shop));
  app.route('/', behindTheScenesRoutes(shop));
  app.notFound((c) =>
    c.html(errorPage(viewOf(shop, c), 'We could not find that page', 'It may have moved.'), 404),
  );
  app.onError((error, c) => {
    if ('getResponse' in error) return error.getResponse();
    shop.report(error.stack ?? error.message);
    const next = 'Nothing was charged. Please try again.';
    return c.html(errorPage(viewOf(shop, c), 'Something broke on our side', next), 500);
  });
  return app;
}
