import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { buildShop } from './app.ts';
import { openShopData } from './data.ts';
import { deliverWaitingEvents } from './events-out.ts';
import { createGoodturn } from './goodturn.ts';
import type { ShopSettings } from './settings.ts';

/** How often an event that Goodturn has not taken yet is sent again. */
const REDELIVER_EVERY_MS = 5000;

type RunningShop = { url: string; stop: () => Promise<void> };

/** Opens the shop on 127.0.0.1. Rejects when the port is taken or the data cannot be read. */
export async function startShop(settings: ShopSettings): Promise<RunningShop> {
  const data = openShopData(settings.dataFolder);
  const goodturn = createGoodturn({ url: settings.goodturnUrl, secretKey: settings.secretKey });
  const studio = createGoodturn({ url: settings.goodturnUrl, secretKey: settings.studioKey });
  const { goodturnUrl, publicUrl, webhookSecret } = settings;
  const shop = { data, goodturn, studio, goodturnUrl, publicUrl, webhookSecret, report: console.error };
  const server = createAdaptorServer({ fetch: buildShop(shop).fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, '127.0.0.1', resolve);
  });
  const redelivery = setInterval(() => void deliverWaitingEvents(shop), REDELIVER_EVERY_MS);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      clearInterval(redelivery);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Browsers keep idle connections open; waiting for them would hold up the end for minutes.
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      await closed;
    },
  };
}
