import { expect, test } from 'vitest';
import { buy, comeByShareLink, openShop, openWindow } from './visitor.ts';

type Scenes = { reachable: boolean; steps: { stage: string; text: string }[] };

test('tells click, event, decision, reward and order of the story, in words', async () => {
  const window = openWindow(openShop());
  await comeByShareLink(window);
  await buy(window, 'tide-plate');
  const { reachable, steps } = JSON.parse((await window.get('/behind-the-scenes')).text) as Scenes;
  expect(reachable).toBe(true);
  expect(new Set(steps.map(({ stage }) => stage))).toEqual(
    new Set(['click', 'event', 'decision', 'reward', 'order']),
  );
  expect(steps.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'A visitor followed the share link ADA42',
      'Bea signed up',
      'Bea bought for $32',
      'first-purchase for the friend: earned, all 1 checks passed',
      '$15 CVS gift card for Bea: issued',
      'Gift card ordered upstream for the friend: completed',
    ]),
  );
});

test('reads each final answer once, however many windows ask', async () => {
  const shop = openShop();
  const window = openWindow(shop);
  await comeByShareLink(window);
  await Promise.all([1, 2, 3].map(() => window.get('/behind-the-scenes')));
  expect(shop.sent.filter(({ path }) => path.startsWith('/v1/events/'))).toHaveLength(1);
});

test('while Goodturn is down it says so and still tells what the shop knows', async () => {
  const shop = openShop();
  shop.script.isDown = true;
  const window = openWindow(shop);
  await comeByShareLink(window);
  const scenes = JSON.parse((await window.get('/behind-the-scenes')).text) as Scenes;
  expect(scenes.reachable).toBe(false);
  expect(scenes.steps.map(({ text }) => text)).toContain('Bea signed up, not delivered yet');
});

test('a forged or broken referral token does no harm', async () => {
  const window = openWindow(openShop());
  for (const token of ['x', 'a.b.c', `a.${Buffer.from('null').toString('base64url')}.c`, 'é'.repeat(5000)]) {
    expect((await window.get(`/welcome?ref=${encodeURIComponent(token)}`)).status).toBe(200);
  }
  expect(JSON.parse((await window.get('/behind-the-scenes')).text)).toEqual({ reachable: true, steps: [] });
});
