import { Hono } from 'hono';
import { findMessage, isUnread, messagesOf } from '../mailbox.ts';
import { letterPage } from '../pages/letter-page.ts';
import { mailboxPage } from '../pages/mailbox-page.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import type { Message } from '../state.ts';
import { viewOf } from '../view.ts';

export function mailboxRoutes(shop: Shop): Hono<ShopEnv> {
  const { state, save } = shop.data;
  const routes = new Hono<ShopEnv>();
  routes.get('/mailbox', (c) => {
    const { customer } = c.var;
    if (!customer) return c.redirect('/sign-up', 303);
    return c.html(mailboxPage(viewOf(shop, c), messagesOf(state, customer.id)));
  });

  routes.get('/mailbox/:id', async (c) => {
    const { customer } = c.var;
    const message = customer && findMessage(state, customer.id, c.req.param('id'));
    if (!message) return c.notFound();
    if (isUnread(message)) {
      message.readAt = Date.now();
      save();
    }
    return c.html(letterPage(viewOf(shop, c), message, customer, await claimPageFor(shop, message)));
  });
  return routes;
}

/** Asked for when the letter is opened and never kept: the shop's data holds nothing that can be spent. */
async function claimPageFor(shop: Shop, message: Message): Promise<string | null> {
  if (message.about.kind !== 'gift-card') return null;
  try {
    return await shop.goodturn.claimPageUrl(message.about.rewardId);
  } catch (error) {
    shop.report(`No claim page for ${message.about.rewardId}: ${String(error)}`);
    return null;
  }
}
