import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import type { ShopEnv } from '../shop.ts';

const TYPES = {
  'shop.css': 'text/css; charset=utf-8',
  'mark.svg': 'image/svg+xml',
  'behind-the-scenes.js': 'text/javascript; charset=utf-8',
  'member.js': 'text/javascript; charset=utf-8',
  'studio.js': 'text/javascript; charset=utf-8',
} as const;

/** The five files that pages refer to, by a closed list: a path from outside never reaches the disk. */
export function assetRoutes(): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  for (const [name, type] of Object.entries(TYPES)) {
    const text = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');
    routes.get(`/assets/${name}`, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    );
  }
  return routes;
}
