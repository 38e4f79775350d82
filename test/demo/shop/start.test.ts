import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../../demo/shop/settings.ts';
import { startShop } from '../../../demo/shop/start.ts';

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'shop-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

function start(port = 0) {
  return startShop({
    port,
    goodturnUrl: 'http://127.0.0.1:9',
    secretKey: 'sk_test',
    studioKey: 'sk_studio',
    webhookSecret: 'whsec_x',
    dataFolder,
    publicUrl: null,
  });
}

test('the shop starts on a free port and knows its visitors again after a restart', async () => {
  const first = await start();
  const added = await fetch(`${first.url}/cart`, {
    method: 'POST',
    body: new URLSearchParams({ slug: 'tide-plate' }),
    headers: { origin: first.url },
    redirect: 'manual',
  });
  const cookie = added.headers.get('set-cookie')?.split(';')[0] ?? '';
  await first.stop();

  const second = await start();
  const cart = await fetch(`${second.url}/cart`, { headers: { cookie } });
  expect(await cart.text()).toContain('Tide plate');
  await second.stop();
  expect(statSync(join(dataFolder, 'shop.json')).mode & 0o777).toBe(0o600);
});

test('a taken port rejects', async () => {
  const first = await start();
  await expect(start(Number(new URL(first.url).port))).rejects.toThrow('EADDRINUSE');
  await first.stop();
});

const KEYS = { SHOP_SECRET_KEY: 'sk_x', STUDIO_SECRET_KEY: 'sk_y', SHOP_WEBHOOK_SECRET: 'whsec_z' };

test.each([
  [{}, 'SHOP_SECRET_KEY'],
  [{ SHOP_SECRET_KEY: 'sk_x' }, 'STUDIO_SECRET_KEY'],
  [{ ...KEYS, SHOP_WEBHOOK_SECRET: 'word' }, 'SHOP_WEBHOOK_SECRET'],
  [{ ...KEYS, PORT: 'many' }, 'PORT'],
  [{ ...KEYS, GOODTURN_URL: 'over there' }, 'GOODTURN_URL'],
])('settings %o are refused by name', (env, name) => {
  expect(() => readSettings(env)).toThrow(name);
});
