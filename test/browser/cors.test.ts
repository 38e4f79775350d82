import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startLiveGoodturn } from './support/live-goodturn.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelOf, panelReady, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const thief = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const browser = await launchBrowser();

/** What a script on the page gets to read, or that it got nothing. */
function ask(page: Page, method: string, path: string, headers: Record<string, string>, body?: object) {
  return page.evaluate(
    async ([url, init]) => {
      try {
        const response = await fetch(url, init);
        return `${response.status} ${await response.text()}`;
      } catch {
        return 'nothing';
      }
    },
    [goodturn.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) }] as const,
  );
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const KEY = { 'X-Site-Key': 'pk_acme' };

test('a foreign page with the site’s key and a stolen participant token reads nothing and opens no session', async () => {
  const { participantToken } = await goodturn.member({ friends: 1 });
  const { page } = await newVisitor(browser);
  await page.goto(thief.page({}));
  const before = goodturn.seen.length;
  const opening = ['POST', '/v1/widget/sessions', { ...KEY, ...JSON_TYPE }, { participantToken }] as const;
  expect(await ask(page, ...opening)).toBe('nothing');
  // The browser asked for leave, got none, and never sent the call.
  expect(goodturn.seen.slice(before).map(({ method }) => method)).toEqual(['OPTIONS']);

  // The same call from the shop's own page shows that it would have been worth something.
  await page.goto(shop.page({}));
  expect(await ask(page, ...opening)).toMatch(/^200 .*sessionToken/);
});

test('calls that need no leave are refused by the server, and their answers stay unread', async () => {
  const { participantToken } = await goodturn.member();
  const { page } = await newVisitor(browser);
  await page.goto(thief.page({}));
  const plain = { 'Content-Type': 'text/plain' };
  for (const path of ['/v1/widget/sessions', '/v1/widget/visits', '/v1/events', '/v1/participants']) {
    expect(await ask(page, 'POST', path, plain, { participantToken })).toBe('nothing');
  }
  for (const path of ['/v1/widget/me', '/v1/rewards', '/v1/orders', '/metrics']) {
    expect(await ask(page, 'GET', path, {})).toBe('nothing');
  }
});

test('the widget on a foreign page shows nothing of the member, and says so without a fault of the page', async () => {
  const { participantToken, code } = await goodturn.member({ friends: 1 });
  const { page, faults } = await newVisitor(browser);
  const body = `<goodturn-widget participant-token="${participantToken}"></goodturn-widget>`;
  const copy = { head: widgetScript(goodturn.url), body };
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  await page.goto(thief.page(copy));
  await panelOf(page).getByRole('heading', { name: 'Not available at this address' }).waitFor();
  expect(told.join('\n')).toContain(`goodturn: add ${thief.origin} to the origins`);
  expect(await panelOf(page).textContent()).not.toContain(code);
  expect(faults.filter((fault) => fault.startsWith('uncaught'))).toEqual([]);

  await page.goto(shop.page(copy));
  expect(await (await panelReady(page)).textContent()).toContain(code);
});
