import { describe, expect, test } from 'vitest';
import { buy, comeByShareLink, openShop, openWindow, SHOP } from './visitor.ts';

const PATHS = [
  '/',
  '/pieces/tide-plate',
  '/cart',
  '/checkout',
  '/welcome',
  '/account',
  '/mailbox',
  '/studio',
  '/nowhere',
];

describe('every page', () => {
  test.each(PATHS)(
    '%s has the strict policy, no inline script, no inline style, and no secret',
    async (path) => {
      const window = openWindow(openShop());
      await comeByShareLink(window);
      await buy(window, 'tide-plate');
      await window.post('/cart', { slug: 'gull-jug' });
      const page = await window.get(path);
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self' http://127.0.0.1:4000; connect-src 'self' http://127.0.0.1:4000; " +
          "style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
          "require-trusted-types-for 'script'",
      );
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.text).toContain('<!doctype html>');
      expect(page.text).not.toMatch(/ style=| on[a-z]+=|<style|<script(?![^>]* src=)|sk_/);
    },
  );

  test('is not found when nobody drew it', async () => {
    expect((await openWindow(openShop()).get('/pieces/gold-bar')).status).toBe(404);
  });
});

describe('forms', () => {
  test.each(['http://127.0.0.1:4000', 'https://evil.example', 'null'])(
    'from the origin %s change nothing',
    async (origin) => {
      const shop = openShop();
      const window = openWindow(shop);
      expect((await window.post('/log-in-as-ada', {}, { origin })).status).toBe(403);
      expect((await window.post('/account/participant-token', {}, { origin })).status).toBe(403);
      expect(shop.sent).toEqual([]);
    },
  );

  test('a foreign page under a borrowed name gets no answer', async () => {
    const { app } = openShop();
    expect((await app.request('http://evil.example:4020/behind-the-scenes')).status).toBe(421);
    expect((await app.request(`${SHOP}/behind-the-scenes`)).status).toBe(200);
  });

  test.each(['-1', '11', '1e9', ''])('a quantity of "%s" is refused', async (quantity) => {
    const window = openWindow(openShop());
    await window.post('/cart', { slug: 'tide-plate' });
    expect((await window.post('/cart/quantity', { slug: 'tide-plate', quantity })).status).toBe(404);
    expect((await window.get('/cart')).text).toContain('1 × $32');
  });
});

describe('buying', () => {
  test('needs an account, and comes back to the checkout after the sign-up', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    expect((await buy(window, 'tide-plate')).location).toBe('/sign-up?next=/checkout');
    const form = { name: 'Dev', email: 'dev@mail.example', next: '/checkout' };
    expect((await window.post('/sign-up', form)).location).toBe('/checkout');
    expect((await window.get('/checkout')).text).toContain('Pay $38');
  });

  test('pressing Pay twice makes one order', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    await comeByShareLink(window);
    await buy(window, 'tide-plate');
    expect((await window.post('/checkout')).location).toBe('/cart');
    expect(shop.eventsSent().filter(({ type }) => type === 'purchase')).toHaveLength(1);
  });

  test('an invited friend is told how much is missing', async () => {
    const window = openWindow(openShop());
    await comeByShareLink(window);
    await window.post('/cart', { slug: 'morning-mug' });
    expect((await window.get('/cart')).text).toContain('Add $1 more');
  });
});
