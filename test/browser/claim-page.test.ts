import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startLiveGoodturn } from './support/live-goodturn.ts';
import { openCard } from './support/sandbox-card.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const browser = await launchBrowser();

/** A gift card that is ready: where the friend opens it, and how its reward stands. */
async function readyClaim() {
  const { code } = await goodturn.member();
  const rewards = await goodturn.befriend(code);
  const id = rewards.find(({ beneficiary }) => beneficiary === 'friend')?.id ?? '';
  return {
    url: await goodturn.claimPageUrl(id),
    reward: async () => (await goodturn.get(`/v1/rewards/${id}`)).json(),
  };
}

/** Every claim link and challenge answer that the upstream ever gave out. */
async function secrets(): Promise<string[]> {
  const claims = (await goodturn.upstreamOrders()).flatMap(({ LineItems }) => LineItems[0]?.ClaimData ?? []);
  return claims.flatMap(({ ClaimLink, ClaimLinkChallengeAnswer }) => [
    ClaimLink ?? 'missing',
    ClaimLinkChallengeAnswer ?? 'missing',
  ]);
}

const SHOW = { name: 'Show my gift card', exact: true };

function answerOn(page: Page): Promise<string> {
  return page.getByRole('listitem').filter({ hasText: 'challenge answer' }).locator('bdi').innerText();
}

test('a browser that runs scripts and scrolls but does not click leaves the claim as it was', async () => {
  const claim = await readyClaim();
  const before = await claim.reward();
  expect(before.status).toBe('issued');
  const all = await secrets();
  expect(all).toHaveLength(4);

  for (let visit = 0; visit < 2; visit++) {
    const { page, faults } = await newVisitor(browser);
    const response = await page.goto(claim.url, { waitUntil: 'networkidle' });
    await page.mouse.wheel(0, 2000);
    await page.getByRole('button', SHOW).hover();
    const everything = `${await response?.text()} ${await page.content()}`;
    expect(all.filter((secret) => everything.includes(secret))).toEqual([]);
    expect(faults).toEqual([]);
  }
  expect(await claim.reward()).toEqual(before);

  const { page } = await newVisitor(browser);
  await page.goto(claim.url);
  await page.getByRole('button', SHOW).click();
  await page.getByRole('heading', { name: 'Here is your $15 gift card' }).waitFor();
  expect((await claim.reward()).status).toBe('opened');
});

test('no page may frame it, and the page loads nothing from anywhere', async () => {
  const claim = await readyClaim();
  const { page } = await newVisitor(browser);
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
  await page.goto(shop.page({ body: `<iframe src="${claim.url}" title="Trap"></iframe>` }));
  await refused;
  expect(await page.frameLocator('iframe').getByRole('button', SHOW).count()).toBe(0);

  const loaded: string[] = [];
  const visitor = await newVisitor(browser);
  visitor.page.on('request', (request) => loaded.push(request.url()));
  await visitor.page.goto(claim.url, { waitUntil: 'networkidle' });
  expect(loaded).toEqual([claim.url]);
});

test('a foreign page cannot open the claim with a form of its own', async () => {
  const claim = await readyClaim();
  const { page } = await newVisitor(browser);
  const body = `<form method="post" action="${claim.url}/reveal"><button>Win a prize</button></form>`;
  await page.goto(shop.page({ body }));
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith('/reveal')),
    page.getByRole('button', { name: 'Win a prize' }).click(),
  ]);
  expect(response.status()).toBe(403);
  expect((await claim.reward()).status).toBe('issued');
});

test('the gift card’s own page is not told where its visitor came from', async () => {
  const claim = await readyClaim();
  const visitor = await newVisitor(browser);
  const { page, context } = visitor;
  await page.goto(claim.url);
  await page.getByRole('button', SHOW).click();
  const link = page.getByRole('link', { name: 'Open gift card' });
  const leaving = context.waitForEvent('request', (request) => request.url().includes('/claim/'));
  const headers = leaving.then((request) => request.allHeaders());
  await openCard(visitor, link, await answerOn(page));
  expect(Object.keys(await headers)).not.toContain('referer');
});

test('whoever goes back after the recipient has left does not find the secret', async () => {
  const claim = await readyClaim();
  const { page } = await newVisitor(browser);
  await page.goto(claim.url);
  await page.getByRole('button', SHOW).click();
  const answer = await answerOn(page);
  await page.goto(shop.page({}));
  // The browser kept no copy, and does not send the form again by itself.
  await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS');
  expect(await page.locator('body').innerText()).not.toContain(answer);
});

/** A reward whose card is to be posted: its claim page asks where to. */
async function postedClaim(externalId: string) {
  const given = await goodturn.post('/v1/rewards', {
    ...{ goodwillId: externalId, programId: 'friends', recipient: { externalId }, productId: 'CVS' },
    ...{ value: { amount: 1500, currency: 'USD' }, delivery: 'PhysicalShipment', reason: 'Thank you' },
  });
  return goodturn.claimPageUrl((await given.json()).id);
}

const SAM = {
  Name: 'Sam Doe',
  'Street and number': '1 Main Street',
  City: 'New York',
  State: 'ny',
  'ZIP code': '10001',
};

async function fillIn(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Post my gift card' }).click();
}

const PREPARED = { name: 'Your $15 gift card is being prepared' };
const POSTED = { name: 'Your $15 gift card is in the post' };

test('a card in the post is asked for without scripts, and what is wrong stands beside its field', async () => {
  const url = await postedClaim('sam');
  const { page } = await newVisitor(browser, { javaScriptEnabled: false });
  await page.goto(url);
  await fillIn(page, { ...SAM, 'ZIP code': '1' });
  await page.getByText('Enter the ZIP code as in 10001.').waitFor();
  expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('New York');
  await fillIn(page, { 'ZIP code': '10001' });
  await page.getByRole('heading', PREPARED).waitFor();
  await goodturn.deps.worker.settle();
  // Nobody presses anything: the page loads itself again.
  await page.getByRole('heading', POSTED).waitFor();
});

test('the page of a card in the post follows it in its place, tells the news once, and never loads again', async () => {
  const url = await postedClaim('kim');
  const { page, faults } = await newVisitor(browser);
  await page.clock.install();
  await page.goto(url);
  await fillIn(page, SAM);
  await page.getByRole('heading', PREPARED).waitFor();
  const loads: string[] = [];
  page.on('load', () => loads.push(page.url()));
  const news = page.getByRole('status');
  const link = page.getByRole('link', { name: 'Terms of this offer' });
  await link.focus();

  const looked = page.waitForResponse(url);
  await page.clock.fastForward(3000);
  await (await looked).finished();
  expect(await news.textContent()).toBe('');
  await goodturn.deps.worker.settle();
  await page.clock.fastForward(3000);
  await page.getByRole('heading', POSTED).waitFor();
  expect(await news.textContent()).toBe(POSTED.name);
  expect(await page.getByRole('link', { name: 'correct the address' }).count()).toBe(0);
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(loads).toEqual([]);
  expect(faults).toEqual([]);
});

test('a page with a form to fill in stays as it is, whatever becomes of its card', async () => {
  const url = await postedClaim('lee');
  const { page } = await newVisitor(browser);
  await page.clock.install();
  await page.goto(url);
  await fillIn(page, SAM);
  await page.getByRole('link', { name: 'correct the address' }).click();
  const city = page.getByLabel('City', { exact: true });
  await city.fill('Albany');
  await goodturn.deps.worker.settle();
  await page.clock.fastForward(3_600_000);
  expect(await city.inputValue()).toBe('Albany');
  await fillIn(page, { ...SAM, City: 'Albany' });
  await page.getByRole('heading', { name: 'It’s too late to change the address' }).waitFor();
  await page.getByRole('link', { name: 'See where your card is' }).click();
  await page.getByRole('heading', POSTED).waitFor();
});
