import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { programLike, SECRETS } from '../support/acme.ts';
import { launchBrowser } from '../support/browser.ts';
import { startLiveGoodturn } from './support/live-goodturn.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelOf, panelReady, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const browser = await launchBrowser();

const LISTS = /\/start-lists-[\w-]+\.js/;
const HEAD = `<style>html { background: Canvas; color: CanvasText }</style>${widgetScript(goodturn.url)}`;

async function memberPage(friends = 1): Promise<string> {
  const { participantToken } = await goodturn.member({ friends });
  return shop.page({
    head: HEAD,
    body: `<goodturn-widget participant-token="${participantToken}"></goodturn-widget>`,
  });
}

/** How far what was already on view has moved since the page began, as browsers sum it up (0 is not at all). */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += Number('value' in entry ? entry.value : 0);
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 100);
      }),
  );
}

describe.each([
  [360, 1],
  [1280, 1],
  [1280, 4],
] as const)('at %i px with %i friends', (width, friends) => {
  test('the link is copied before the lists are there, and what is on view stays in its place when they come', async () => {
    const { page, faults } = await newVisitor(browser, { viewport: { width, height: 740 } });
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(LISTS, async (route) => {
      await isReleased;
      await route.continue();
    });
    await page.goto(await memberPage(friends));
    const panel = await panelReady(page);
    await panel.getByRole('button', { name: 'Copy' }).click();
    await panel.getByRole('button', { name: 'Copied' }).waitFor();
    const link = panel.getByText(/^ADA/).or(panel.locator('.field')).first();
    const before = await link.boundingBox();
    release();
    await panel
      .getByRole('button', { name: /^Reveal/ })
      .first()
      .waitFor();
    expect(await link.boundingBox()).toEqual(before);
    expect(await layoutShift(page)).toBeLessThan(0.01);
    expect(faults).toEqual([]);
  });
});

test('a wide page has no empty half beside long lists: they stand in two columns below the offer', async () => {
  const { page } = await newVisitor(browser, { viewport: { width: 1280, height: 740 } });
  await page.goto(await memberPage(5));
  const panel = await panelReady(page);
  const leftOf = async (heading: string) =>
    (await panel.getByRole('heading', { name: heading }).boundingBox())?.x;
  await panel.getByRole('button', { name: 'Missing someone?' }).waitFor();
  const [newest, next, third] = await Promise.all(['Friend 5', 'Friend 4', 'Friend 3'].map(leftOf));
  expect(newest).toBe(await leftOf('Your friends'));
  expect(third).toBe(newest);
  expect(next).toBeGreaterThan(640);
});

test('lists that did not load are told, as is a try that fails, and they come with the next one', async () => {
  const { page } = await newVisitor(browser);
  let isCut = true;
  await page.route(LISTS, (route) => (isCut ? route.abort() : route.continue()));
  await page.goto(await memberPage());
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'Copy' }).waitFor();
  const notice = panel.getByText('Something broke on our side');
  const again = panel.getByRole('button', { name: 'Try again' });
  await again.click();
  // While the notice stands nothing is on its way: what is asked for from here on is asked for by a press.
  await notice.waitFor();
  isCut = false;
  await again.click();
  await panel.getByRole('button', { name: /^Reveal/ }).waitFor();
  expect(await notice.count()).toBe(0);
});

describe.each(['light', 'dark'] as const)('axe finds nothing in the %s scheme', (colorScheme) => {
  test('in terms to accept, a way to the next reward, and the search for a missing friend with its answer', async () => {
    const { page } = await newVisitor(browser, { colorScheme });
    await page.route('**/v1/widget/sessions', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const response = await route.fetch();
      const session = await response.json();
      session.me.terms = { version: 1, accepted: false, required: true };
      session.me.progress = { have: 1, need: 3, reward: { amount: 2500, currency: 'USD' } };
      await route.fulfill({ response, json: session });
    });
    const found = { since: new Date().toISOString(), status: 'attributed', reason: 'amount_too_low' };
    await page.route('**/v1/widget/missing-referrals', (route) =>
      route.fulfill({
        json: { answers: [found], advice: null },
        headers: { 'Access-Control-Allow-Origin': '*' },
      }),
    );
    await page.goto(await memberPage());
    const panel = await panelReady(page);
    await panel.getByRole('button', { name: 'I accept the terms' }).waitFor();
    await panel.getByRole('button', { name: 'Missing someone?' }).click();
    await panel.getByLabel('Which day, roughly?').fill('2026-11-12');
    await panel.getByRole('button', { name: 'Look' }).click();
    await panel.getByText(/The order was smaller/).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))).toEqual([]);
  });
});

test('terms that the program asks for are accepted here, and the reward that waited for them goes its way', async () => {
  const program = programLike({
    id: 'careful',
    landingUrl: `${shop.origin}/welcome`,
    eligibility: { acceptTerms: true },
  });
  const put = await goodturn.app.request('/v1/programs/careful', {
    method: 'PUT',
    body: JSON.stringify(program),
    headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
  });
  expect(put.status).toBe(201);
  const externalId = 'careful_ada';
  const { codes } = await (await goodturn.post('/v1/participants', { externalId })).json();
  const { code } = codes.find((each: { programId: string }) => each.programId === 'careful');
  await goodturn.befriend(code);
  const { participantToken } = await (await goodturn.post('/v1/participant-tokens', { externalId })).json();
  const { page, faults } = await newVisitor(browser);
  await page.goto(
    shop.page({
      head: HEAD,
      body: `<goodturn-widget program="careful" participant-token="${participantToken}"></goodturn-widget>`,
    }),
  );
  const panel = await panelReady(page);
  await panel.getByRole('link', { name: /^Read the terms/ }).waitFor();
  expect(await panel.getByRole('button', { name: /^Reveal/ }).count()).toBe(0);
  await panel.getByRole('button', { name: 'I accept the terms' }).click();
  await panel.getByRole('heading', { name: 'Accept the terms' }).waitFor({ state: 'detached' });
  await goodturn.deps.worker.settle();
  await panel.getByRole('button', { name: /^Reveal/ }).waitFor();
  expect(faults).toEqual([]);
});
