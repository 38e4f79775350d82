import { Hono } from 'hono';
import { z } from 'zod';
import { findCustomer } from '../customers.ts';
import { putMessage } from '../mailbox.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { isFromGoodturn } from '../verify-webhook.ts';

const issued = z.object({ type: z.literal('reward.issued'), data: z.object({ rewardId: z.string() }) });

/** Where Goodturn tells the shop what happened. The back end alone: no page and no session is involved. */
export function goodturnWebhookRoutes(shop: Shop): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.post('/webhooks/goodturn', async (c) => {
    // The bytes that were signed, before anybody reads JSON into them.
    const body = await c.req.text();
    const signed = {
      id: c.req.header('webhook-id') ?? '',
      timestamp: c.req.header('webhook-timestamp') ?? '',
      signature: c.req.header('webhook-signature') ?? '',
    };
    if (!isFromGoodturn(shop.webhookSecret, signed, body)) return c.text('The signature is not right.', 401);
    const message = issued.safeParse(JSON.parse(body));
    // Of what this shop does not know it takes note by saying so: sent again, it would know no more.
    if (!message.success) return c.body(null, 204);
    try {
      await writeLetter(shop, message.data.data.rewardId);
      return c.body(null, 204);
    } catch (error) {
      shop.report(`No letter about ${message.data.data.rewardId}: ${String(error)}`);
      return c.text('Please send it again.', 503);
    }
  });
  return routes;
}

/**
 * The message holds ids only, so the shop asks whose reward it is. Referrers look in the widget; everybody else gets a
 * letter, once, however often the message comes.
 */
async function writeLetter(shop: Shop, rewardId: string): Promise<void> {
  const { state, save } = shop.data;
  const { recipient, beneficiary, eventId } = await shop.goodturn.readReward(rewardId);
  const customer = findCustomer(state, recipient.externalId);
  const isKnown = state.messages.some(
    ({ about }) => about.kind === 'gift-card' && about.rewardId === rewardId,
  );
  if (!customer || isKnown || beneficiary === 'referrer') return;
  putMessage(state, customer.id, { kind: 'gift-card', rewardId, eventId });
  save();
}
