import { describe, expect, test } from 'vitest';
import { comeByShareLink, openShop, openWindow, referralToken, SHOP } from './visitor.ts';

describe('the session', () => {
  test('its cookie is HttpOnly and SameSite=Lax, and a log-in gets a new one', async () => {
    const window = openWindow(openShop());
    const cart = await window.post('/cart', { slug: 'tide-plate' });
    const before = window.cookie();
    expect(cart.headers.get('set-cookie')).toMatch(
      /^saltmarsh_session=ses_[\w-]{22}; .*HttpOnly; SameSite=Lax/,
    );
    await window.post('/log-in-as-ada');
    expect(window.cookie()).not.toBe(before);
    expect((await window.get('/cart')).text).toContain('Tide plate');
  });

  test('a cookie from before the log-in opens nothing', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    await window.post('/cart', { slug: 'tide-plate' });
    const headers = { cookie: window.cookie() ?? '' };
    await window.post('/log-in-as-ada');
    const page = await shop.app.request(`${SHOP}/account`, { headers });
    expect(page.headers.get('location')).toBe('/sign-up');
  });

  test('logging out ends it', async () => {
    const window = openWindow(openShop());
    await window.post('/log-in-as-ada');
    await window.post('/log-out');
    expect((await window.get('/account')).location).toBe('/sign-up');
  });
});

describe('the participant token', () => {
  test('is the logged-in person’s own', async () => {
    const window = openWindow(openShop());
    await window.post('/log-in-as-ada');
    const { text } = await window.post('/account/participant-token');
    expect(JSON.parse(text)).toMatchObject({ participantToken: 'token of ada' });
  });

  test('is refused with 401 to everybody else', async () => {
    expect((await openWindow(openShop()).post('/account/participant-token')).status).toBe(401);
  });

  test('is missing with 502 while Goodturn is down', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    await window.post('/log-in-as-ada');
    shop.script.isDown = true;
    expect((await window.post('/account/participant-token')).status).toBe(502);
  });
});

describe('two people in one browser', () => {
  test('a share link followed while Ada is logged in moves to the window with cookies of its own', async () => {
    const window = openWindow(openShop());
    await window.post('/log-in-as-ada');
    const page = await window.get(`/welcome?ref=${referralToken()}`);
    expect(page.location).toBe(`http://localhost:4020/welcome?ref=${referralToken()}`);
  });

  test('in that window nobody is switched behind the back: a logged-in friend is asked', async () => {
    const window = openWindow(openShop(), 'http://localhost:4020');
    await comeByShareLink(window);
    const page = await window.get(`/welcome?ref=${referralToken('clk_2')}`);
    expect(page.text).toContain('You are logged in as Bea');
    expect(page.text).not.toContain('action="/sign-up"');
  });

  test('"Open as a new visitor" goes through Ada’s real share link', async () => {
    expect((await openWindow(openShop()).get('/new-visitor')).location).toBe('http://127.0.0.1:4000/r/ADA42');
  });

  test('"Open as a new visitor" says what is wrong while Goodturn is down', async () => {
    const shop = openShop();
    shop.script.isDown = true;
    expect(await openWindow(shop).get('/new-visitor')).toMatchObject({ status: 503 });
  });
});

describe('signing up', () => {
  test('an e-mail address that has an account opens nothing', async () => {
    const shop = openShop();
    await comeByShareLink(openWindow(shop));
    const other = openWindow(shop);
    const page = await other.post('/sign-up', { name: 'Mallory', email: 'BEA@mail.example' });
    expect(page.status).toBe(422);
    expect((await other.get('/account')).location).toBe('/sign-up');
    expect(shop.eventsSent()).toHaveLength(1);
  });

  test.each([
    { name: '', email: 'a@b.example' },
    { name: 'Bea', email: 'no address' },
  ])('a form with $name and $email comes back with what was typed', async (form) => {
    const page = await openWindow(openShop()).post('/sign-up', form);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`value="${form.email}"`);
  });

  test('the page after it is always one of this shop', async () => {
    const form = { name: 'Bea', email: 'bea@mail.example', next: '//evil.example' };
    expect((await openWindow(openShop()).post('/sign-up', form)).location).toBe('/');
  });

  test('what people type is text on every page', async () => {
    const window = openWindow(openShop());
    await window.post('/sign-up', { name: '<img src=x>', email: 'x@mail.example' });
    expect((await window.get('/account')).text).toContain('&lt;img');
    expect((await window.get('/account')).text).not.toContain('<img');
  });
});
