import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { listenersOf } from './support/listeners.ts';
import { followLink, startLiveGoodturn } from './support/live-goodturn.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelOf, panelReady, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const TAG = '<goodturn-widget></goodturn-widget>';

const browser = await launchBrowser();

function identifyCall(participantToken: string): string {
  return `['identify', { participantToken: '${participantToken}' }]`;
}

/** Runs a command of the page, as the site's own script would. */
function command(page: Page, ...call: unknown[]): Promise<void> {
  return page.evaluate((values) => (window.goodturn as (...call: unknown[]) => void)(...values), call);
}

test('calls made before the script arrives are not lost, in both spellings of the queue', async () => {
  const { participantToken } = await goodturn.member();
  const stubs = {
    array: `window.goodturn = []; goodturn.push(${identifyCall(participantToken)});`,
    function: `(function (w, n) { w[n] = w[n] || function () { (w[n].q = w[n].q || []).push(arguments); }; })(window, 'goodturn');
      goodturn.apply(null, ${identifyCall(participantToken)});`,
  };
  for (const stub of Object.values(stubs)) {
    const { page, faults } = await newVisitor(browser);
    const head = `<script>${stub}</script>${widgetScript(goodturn.url)}`;
    await page.goto(shop.page({ head, body: TAG }));
    await panelReady(page);
    expect(faults).toEqual([]);
  }
});

test('a script that is pasted twice draws one panel and opens one session', async () => {
  const { participantToken } = await goodturn.member();
  const { page, faults } = await newVisitor(browser);
  const before = goodturn.seen.length;
  const tag = widgetScript(goodturn.url, 'data-float');
  const body = `<script>window.goodturn = [${identifyCall(participantToken)}]</script>${tag}${tag}`;
  await page.goto(shop.page({ body }));
  await page
    .getByRole('button', { name: 'Invite friends' })
    .or(page.getByRole('button', { name: 'Give $15' }))
    .click();
  await panelReady(page);
  expect(await page.locator('goodturn-widget').count()).toBe(1);
  const sessions = goodturn.seen
    .slice(before)
    .filter(({ method, path }) => `${method} ${path}` === 'POST /v1/widget/sessions');
  expect(sessions).toHaveLength(1);
  expect(faults).toEqual([]);
});

test('a consent manager may insert the script, and the site an element, long after the page has loaded', async () => {
  const { participantToken } = await goodturn.member();
  const { page, faults } = await newVisitor(browser);
  await page.goto(shop.page({}), { waitUntil: 'load' });
  await page.evaluate((src) => {
    const script = document.createElement('script');
    script.setAttribute('src', src);
    script.setAttribute('data-site-key', 'pk_acme');
    document.head.append(script);
  }, `${goodturn.url}/widget.js`);
  await page.waitForFunction(() => typeof window.goodturn === 'function');
  await command(page, 'identify', { participantToken });
  await page.evaluate(() =>
    document.querySelector('main')?.append(document.createElement('goodturn-widget')),
  );
  await panelReady(page);
  expect(faults).toEqual([]);
});

test('settings hold as attributes and as properties, before and after the element is upgraded', async () => {
  const { participantToken } = await goodturn.member();
  const { page, faults } = await newVisitor(browser);
  const early = `<script>document.querySelector('goodturn-widget').participantToken = '${participantToken}'</script>`;
  await page.goto(
    shop.page({
      body: `<goodturn-widget brand="Acme"></goodturn-widget>${early}${widgetScript(goodturn.url)}`,
    }),
  );
  const panel = await panelReady(page);
  await panel.getByText('Acme', { exact: true }).waitFor();
  const element = page.locator('goodturn-widget');
  await element.evaluate((widget) => widget.setAttribute('brand', 'Globex'));
  await panel.getByText('Globex', { exact: true }).waitFor();
  await element.evaluate((widget) => Object.assign(widget, { brand: 'Initech' }));
  await panel.getByText('Initech', { exact: true }).waitFor();
  expect(faults).toEqual([]);
});

test('nothing is kept in the browser unless the visitor agreed', async () => {
  const { participantToken, shareUrl } = await goodturn.member({ friends: 1 });
  const { page, context } = await newVisitor(browser);
  const search = await followLink(shareUrl);
  const body = `${TAG}<goodturn-widget mode="welcome"></goodturn-widget>`;
  const head = `<script>window.goodturn = [${identifyCall(participantToken)}]</script>${widgetScript(goodturn.url, 'data-float')}`;
  await page.goto(shop.page({ head, body }) + search);
  await panelReady(page);
  await page.getByText('Ada invited you').waitFor();
  expect(await context.storageState({ indexedDB: true })).toEqual({ cookies: [], origins: [] });
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);

  await command(page, 'consent', { storage: true });
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual(['goodturn.referral']);
  await command(page, 'consent', { storage: false });
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test('destroy leaves the page as it was: no elements, names, listeners or open requests', async () => {
  const { participantToken } = await goodturn.member();
  const { page, faults } = await newVisitor(browser);
  await page.goto(shop.page({ body: TAG }));
  // The tools of the test hang listeners of their own on a page when they first look for something.
  await page.waitForFunction(() => true);
  const names = () => page.evaluate(() => Object.keys(window).sort());
  const markup = () => page.evaluate(() => document.body.innerHTML);
  const before = { names: await names(), markup: await markup(), listeners: await listenersOf(page) };

  await page.evaluate((src) => {
    const script = Object.assign(document.createElement('script'), { src });
    script.dataset['siteKey'] = 'pk_acme';
    script.dataset['float'] = '';
    script.addEventListener('load', () => script.remove());
    document.head.append(script);
  }, `${goodturn.url}/widget.js`);
  await page.waitForFunction(() => typeof window.goodturn === 'function');
  const streamEnded = page.waitForEvent('requestfailed', (request) =>
    request.url().endsWith('/v1/widget/events'),
  );
  const streamOpened = page.waitForResponse((response) => response.url().endsWith('/v1/widget/events'));
  await command(page, 'identify', { participantToken });
  await panelReady(page);
  await streamOpened;
  await command(page, 'destroy');
  await streamEnded;

  expect({ names: await names(), markup: await markup(), listeners: await listenersOf(page) }).toEqual(
    before,
  );
  expect(await panelOf(page).count()).toBe(0);
  expect(faults).toEqual([]);
});

test.each([
  ['says nothing', '', 'light'],
  ['is light or dark as the visitor wants', '<meta name="color-scheme" content="light dark">', 'dark'],
])(
  'for a visitor who wants it dark, on a page that %s, the widget is like the page',
  async (_, meta, scheme) => {
    const { page } = await newVisitor(browser, { colorScheme: 'dark' });
    const path = `/${scheme}`;
    shop.on(path, (_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><html lang="en">${meta}${widgetScript(goodturn.url)}${TAG}`);
    });
    await page.goto(shop.origin + path);
    const ground = await panelOf(page).evaluate((panel) => getComputedStyle(panel).backgroundColor);
    expect(ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(26, 28, 32)');
  },
);
