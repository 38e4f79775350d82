import { describe, expect, test } from 'vitest';
import { deliverWaitingEvents } from '../../../demo/shop/events-out.ts';
import { CLAIM_PAGE_URL } from './scripted-goodturn.ts';
import {
  buy,
  comeByShareLink,
  friendIn,
  type OpenShop,
  openShop,
  openWindow,
  referralToken,
  tellIssued,
} from './visitor.ts';

/** A friend's window after a first order, with the paths of the order and of the letter with its gift card. */
async function friendWithLetter(shop: OpenShop) {
  const bea = await friendIn(shop);
  const order = (await buy(bea, 'tide-plate')).location ?? '';
  await tellIssued(shop, 'rwd_friend');
  const letter = /\/mailbox\/[\w-]+/.exec((await bea.get(order)).text)?.[0] ?? '';
  return { bea, order, letter };
}

describe('what the shop tells Goodturn', () => {
  test('logging in as Ada introduces her with her secret key and leads to her account', async () => {
    const shop = openShop();
    const page = await openWindow(shop).post('/log-in-as-ada');
    expect(page).toMatchObject({ status: 303, location: '/account' });
    expect(shop.sent).toMatchObject([
      { method: 'POST', path: '/v1/participants', key: 'Bearer sk_test', body: { externalId: 'ada' } },
    ]);
  });

  test('a sign-up carries the referral token of the share link, and no name that nobody agreed to show', async () => {
    const shop = openShop();
    await friendIn(shop);
    const [signup] = shop.eventsSent();
    expect(signup).toMatchObject({ type: 'signup', referralToken: referralToken() });
    expect(signup?.['customer']).not.toHaveProperty('displayName');
  });

  test('a first name travels once the friend ticks the box', async () => {
    const shop = openShop();
    await friendIn(shop, { showsName: 'yes' });
    expect(shop.eventsSent()[0]).toMatchObject({ customer: { displayName: 'Bea' } });
  });

  test('a code typed by hand travels as referralCode', async () => {
    const shop = openShop();
    const form = { name: 'Cleo', email: 'cleo@mail.example', referralCode: 'ADA42' };
    await openWindow(shop).post('/sign-up', form);
    expect(shop.eventsSent()[0]).toMatchObject({ referralCode: 'ADA42' });
    expect(shop.eventsSent()[0]).not.toHaveProperty('referralToken');
  });

  test('a checkout posts what the pieces cost in cents, without shipping, under the order’s id', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    const page = await buy(bea, 'tide-plate');
    const [, purchase] = shop.eventsSent();
    expect(purchase).toMatchObject({ type: 'purchase', amount: { amount: 3200, currency: 'USD' } });
    expect(page.location).toBe(`/orders/${purchase?.['eventId']}`);
  });
});

describe('the gift card of the friend', () => {
  test('is a letter in the mailbox of the friend with the claim page’s link', async () => {
    const shop = openShop();
    const { bea, letter } = await friendWithLetter(shop);
    expect((await bea.get(letter)).text).toContain(CLAIM_PAGE_URL);
    expect(shop.sent.at(-1)).toMatchObject({ method: 'POST', path: '/v1/rewards/rwd_friend/claim-page' });
  });

  test('is nobody else’s to read, and its link is neither stored nor told behind the scenes', async () => {
    const shop = openShop();
    const { bea, order, letter } = await friendWithLetter(shop);
    await bea.get(letter);
    const ada = openWindow(shop);
    await ada.post('/log-in-as-ada');
    expect((await ada.get(letter)).status).toBe(404);
    expect((await ada.get(order)).status).toBe(404);
    expect((await ada.get('/behind-the-scenes')).text).not.toContain('/c/');
    expect(JSON.stringify(shop.shop.data.state)).not.toContain(CLAIM_PAGE_URL);
  });
});

describe('the message that the gift card is there', () => {
  test('makes one letter, however often it comes; until then the order says that it is on its way', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    const order = await buy(bea, 'tide-plate');
    const before = await bea.get(order.location ?? '');
    expect(before.text).toContain('gift card is on its way');
    expect(before.headers.get('refresh')).toBe('1');
    for (const _ of [1, 2]) expect(await tellIssued(shop, 'rwd_friend')).toBe(204);
    expect(await tellIssued(shop, 'rwd_referrer')).toBe(204);
    const after = await bea.get(order.location ?? '');
    expect(after.text).toContain('Open the letter');
    expect(after.headers.get('refresh')).toBeNull();
    const letters = shop.shop.data.state.messages.filter(({ about }) => about.kind === 'gift-card');
    expect(letters).toHaveLength(1);
  });

  test('is believed with the right signature only, and not when it is old', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    await buy(bea, 'tide-plate');
    const forged = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    expect(await tellIssued(shop, 'rwd_friend', { secret: forged })).toBe(401);
    expect(await tellIssued(shop, 'rwd_friend', { at: Date.now() - 6 * 60_000 })).toBe(401);
    expect(await tellIssued(shop, 'rwd_friend', { at: Date.now() + 6 * 60_000 })).toBe(401);
    expect(await tellIssued(shop, 'rwd_friend', { type: 'reward.lost' })).toBe(204);
    expect((await bea.get('/mailbox')).text).not.toContain('gift card');
  });

  test('is asked for again while Goodturn does not say whose it is', async () => {
    const shop = openShop();
    await friendIn(shop);
    shop.script.isDown = true;
    expect(await tellIssued(shop, 'rwd_friend')).toBe(503);
  });
});

describe('the mailbox', () => {
  test('counts the letters that nobody has opened yet', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    await buy(bea, 'tide-plate');
    await tellIssued(shop, 'rwd_friend');
    const unread = async () =>
      /Mailbox <span class="count">(\d+)/.exec((await bea.get('/')).text)?.[1] ?? '0';
    expect(await unread()).toBe('3');
    const letters = (await bea.get('/mailbox')).text.match(/\/mailbox\/[\w-]+/g) ?? [];
    for (const letter of letters)
      expect((await bea.get(letter)).text).toMatch(/<p>Hello Bea,<\/p>\s*<p>[A-Z]/);
    expect(await unread()).toBe('0');
  });
});

describe('an invited person’s first order that is too small', () => {
  test('says what a gift card takes and what the order came to', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    const order = await buy(bea, 'breakfast-bowl');
    const page = (await bea.get(order.location ?? '')).text;
    expect(page).toContain('a first order of $25 or more in pieces, and yours came to $22.');
    expect(page).not.toContain('gift card is here');
  });
});

describe('an order that is sent back', () => {
  test('is told once as a refund of its purchase, and promises no gift card any more', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    const { location } = await buy(bea, 'tide-plate');
    for (const _ of [1, 2]) expect((await bea.post(`${location}/return`)).location).toBe(location);
    const refunds = shop.eventsSent().filter(({ type }) => type === 'refund');
    expect(refunds).toMatchObject([{ refersTo: shop.eventsSent()[1]?.['eventId'] }]);
    const page = await bea.get(location ?? '');
    expect(page.text).toContain('Your order comes back to us');
    expect(page.text).toContain('It no longer earns a gift card');
    expect(page.text).not.toContain('is on its way</h2>');
    expect(page.headers.get('refresh')).toBeNull();
  });

  test('is nobody else’s to send back', async () => {
    const shop = openShop();
    const bea = await friendIn(shop);
    const { location } = await buy(bea, 'tide-plate');
    const ada = openWindow(shop);
    await ada.post('/log-in-as-ada');
    expect((await ada.post(`${location}/return`)).status).toBe(404);
    expect(shop.eventsSent().map(({ type }) => type)).not.toContain('refund');
  });
});

describe('while Goodturn is down', () => {
  test('people sign up and buy as ever, and the same events arrive later, in order and once', async () => {
    const shop = openShop();
    const bea = openWindow(shop);
    shop.script.isDown = true;
    await comeByShareLink(bea);
    expect((await buy(bea, 'tide-plate')).status).toBe(303);
    const told = shop.eventsSent().map(({ eventId }) => eventId);
    shop.sent.length = 0;
    shop.script.isDown = false;
    await deliverWaitingEvents(shop.shop);
    expect(shop.eventsSent().map(({ eventId }) => eventId)).toEqual(told);
    await deliverWaitingEvents(shop.shop);
    expect(shop.eventsSent()).toHaveLength(2);
    await tellIssued(shop, 'rwd_friend');
    expect((await bea.get('/mailbox')).text).toContain('Your $15 gift card');
  });

  test('an event that Goodturn refuses for good is not sent again', async () => {
    const shop = openShop();
    shop.script.refuses = { status: 422, body: { detail: 'no' } };
    await friendIn(shop);
    shop.sent.length = 0;
    await deliverWaitingEvents(shop.shop);
    expect(shop.eventsSent()).toEqual([]);
    expect(shop.reports[0]).toMatch(/^Event signup_\S+ \(refused\)/);
  });

  test('an event that met a busy Goodturn is sent again', async () => {
    const shop = openShop();
    shop.script.refuses = { status: 429, body: {} };
    await friendIn(shop);
    shop.script.refuses = null;
    shop.sent.length = 0;
    await deliverWaitingEvents(shop.shop);
    expect(shop.eventsSent()).toHaveLength(1);
  });
});
