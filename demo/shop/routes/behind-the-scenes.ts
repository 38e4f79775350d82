import { Hono } from 'hono';
import { createSceneReader } from '../read-scenes.ts';
import type { Shop, ShopEnv } from '../shop.ts';

export function behindTheScenesRoutes(shop: Shop): Hono<ShopEnv> {
  const readScenes = createSceneReader(shop);
  const routes = new Hono<ShopEnv>();
  routes.get('/behind-the-scenes', async (c) => c.json(await readScenes()));
  return routes;
}
