import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { focusedName, tabThrough } from './support/focus.ts';
import { followLink, startLiveGoodturn } from './support/live-goodturn.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelReady, reveal, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const browser = await launchBrowser();

/** The page says its ground aloud: the checker takes every page that does not for a white one. */
const HEAD = `<style>html { background: Canvas; color: CanvasText }</style>${widgetScript(goodturn.url)}`;

type Show = { mode?: 'inline' | 'float'; friends?: number; root?: string };

/** A page of a member with one friend, and with it one reward, unless told otherwise. */
async function openAs(options: BrowserContextOptions, { mode = 'inline', friends = 1, root }: Show = {}) {
  const { participantToken } = await goodturn.member({ friends });
  const { page } = await newVisitor(browser, options);
  const body = `<goodturn-widget mode="${mode}" participant-token="${participantToken}"></goodturn-widget>`;
  await page.goto(shop.page({ head: HEAD, body, ...(root && { root }) }));
  return page;
}

const OPEN_BUTTON = { name: /^(Invite friends|Give \$15)$/ };

async function openFloating(page: Page) {
  await page.getByRole('button', OPEN_BUTTON).click();
  return panelReady(page);
}

/** Colours and places are measured as they are, so nothing may still be on its way. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const roots = [...document.querySelectorAll('goodturn-widget')].flatMap(
      (widget) => widget.shadowRoot ?? [],
    );
    const animations = roots.flatMap((root) => root.getAnimations());
    await Promise.all(animations.map((animation) => animation.finished));
  });
}

/** Every rule of axe, best practices included, on everything visible. */
async function violations(page: Page): Promise<string[]> {
  await untilStill(page);
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
  );
}

describe.each(['light', 'dark'] as const)('axe finds nothing in the %s scheme', (colorScheme) => {
  test('inline, with the note before a reveal, and with the card open', async () => {
    const page = await openAs({ colorScheme });
    const panel = await panelReady(page);
    expect(await violations(page)).toEqual([]);
    await panel.getByRole('button', { name: /^Reveal/ }).click();
    await panel.getByText('Whoever has this can spend it').waitFor();
    expect(await violations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Not now' }).click();
    await reveal(panel);
    expect(await violations(page)).toEqual([]);
  });

  test('as a floating button, and with its panel open', async () => {
    const page = await openAs({ colorScheme }, { mode: 'float' });
    await page.getByRole('button', OPEN_BUTTON).waitFor();
    expect(await violations(page)).toEqual([]);
    await openFloating(page);
    expect(await violations(page)).toEqual([]);
  });

  test('empty, signed out, and welcoming a friend', async () => {
    const empty = await openAs({ colorScheme }, { friends: 0 });
    await (await panelReady(empty)).getByText('No friends yet').waitFor();
    expect(await violations(empty)).toEqual([]);

    const { shareUrl } = await goodturn.member();
    const search = await followLink(shareUrl);
    const { page } = await newVisitor(browser, { colorScheme });
    const body = '<goodturn-widget mode="welcome"></goodturn-widget><goodturn-widget></goodturn-widget>';
    await page.goto(shop.page({ head: HEAD, body }) + search);
    await page.getByText('Ada invited you').waitFor();
    await page.getByText('Your own link to share').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('the keyboard alone opens the panel, reaches everything in reading order, and comes back', async () => {
  const page = await openAs({}, { mode: 'float' });
  await page.getByRole('button', OPEN_BUTTON).waitFor();
  const { keyboard } = page;
  await page.getByRole('link', { name: 'Skip' }).focus();
  await keyboard.press('Tab');
  const opener = await focusedName(page);
  expect(opener).toMatch(OPEN_BUTTON.name);
  await keyboard.press('Enter');
  await panelReady(page);
  expect(await focusedName(page)).toBe('Give $15, get $15');
  // The lists are a part that comes by itself after the panel.
  await page.getByRole('link', { name: 'Privacy' }).waitFor();

  const stops = await tabThrough(page);
  expect(stops).toEqual([
    'Copy',
    'WhatsApp',
    'Email',
    'QR code',
    'Reveal: $15 gift card',
    'Missing someone?',
    'How it works',
    'Terms',
    'Privacy',
    'Close',
  ]);
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focusedName(page)).toBe(opener);
});

test('the keyboard alone reveals a gift card, is led to it, and back to where it began', async () => {
  const page = await openAs({});
  await panelReady(page);
  const { keyboard } = page;
  await page.getByRole('button', { name: /^Reveal/ }).focus();
  await keyboard.press('Enter');
  await page.getByText('Whoever has this can spend it').waitFor();
  expect(await focusedName(page)).toMatch(/^Whoever has this can spend it/);
  await keyboard.press('Tab');
  expect(await focusedName(page)).toBe('Show gift card');
  await keyboard.press('Enter');
  await page.getByRole('link', { name: /^Open gift card/ }).waitFor();
  await keyboard.press('Tab');
  expect(await focusedName(page)).toMatch(/^Open gift card/);
  await page.getByRole('button', { name: 'Hide' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('link', { name: /^Open gift card/ }).waitFor({ state: 'detached' });
  expect(await focusedName(page)).toMatch(/\$15 gift card$/);
});

/** What sticks out of the page to either side, by more than the rounding of a pixel. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const inside =
      document.querySelector('goodturn-widget')?.shadowRoot?.querySelectorAll('*:not(.unseen)') ?? [];
    const out = [...inside].filter((element) => {
      const { left, right, width: own } = element.getBoundingClientRect();
      return own > 0 && (left < -1 || right > width + 1);
    });
    const page = document.documentElement.scrollWidth > width ? ['the page scrolls'] : [];
    return [...page, ...out.map((element) => element.outerHTML.slice(0, 100))];
  });
}

const NARROW: Record<string, BrowserContextOptions> = {
  'at 320 px': { viewport: { width: 320, height: 640 } },
  // 400 % of a window of 1280 by 1024 px (WCAG 2.2, 1.4.10).
  'at 400 % zoom': { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
};

test.each(Object.entries(NARROW))(
  '%s nothing is cut off sideways, in either direction of writing',
  async (_, options) => {
    for (const root of ['lang="en"', 'lang="en" dir="rtl"']) {
      const inline = await openAs(options, { root });
      const panel = await panelReady(inline);
      expect(await sticksOut(inline)).toEqual([]);
      await reveal(panel);
      expect(await sticksOut(inline)).toEqual([]);

      const floating = await openAs(options, { root, mode: 'float' });
      await openFloating(floating);
      await untilStill(floating);
      expect(await sticksOut(floating)).toEqual([]);
      // The last thing in the panel can be brought into view and used.
      await floating.getByRole('link', { name: 'Privacy' }).click({ trial: true });
    }
  },
);

test('on a page that is read from right to left the panel turns, and the link does not', async () => {
  const viewport = { width: 1000, height: 800 };
  const inline = await openAs({ viewport }, { root: 'lang="en" dir="rtl"' });
  const panel = await panelReady(inline);
  expect(await panel.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  const code = await panel
    .locator('bdi')
    .first()
    .evaluate((element) => getComputedStyle(element).direction);
  expect(code).toBe('ltr');
  const floating = await openAs({ viewport }, { root: 'lang="en" dir="rtl"', mode: 'float' });
  const box = await floating.getByRole('button', OPEN_BUTTON).boundingBox();
  expect(box?.x).toBeLessThan(viewport.width / 2);
});

test.each([
  ['no-preference', true],
  ['reduce', false],
] as const)('with the motion preference %s, opening the panel moves: %s', async (reducedMotion, moves) => {
  const page = await openAs({ reducedMotion }, { mode: 'float' });
  await page.getByRole('button', OPEN_BUTTON).waitFor();
  await page.evaluate(() => {
    const root = document.querySelector('goodturn-widget')?.shadowRoot;
    for (const type of ['animationstart', 'transitionrun']) {
      root?.addEventListener(type, () => document.body.setAttribute('data-moved', ''));
    }
  });
  await openFloating(page);
  await untilStill(page);
  expect(await page.evaluate(() => document.body.hasAttribute('data-moved'))).toBe(moves);
});

test('in forced colours every button keeps an outline and the steps of a friend stay told apart', async () => {
  const page = await openAs({ forcedColors: 'active' });
  const panel = await panelReady(page);
  for (const button of await panel.locator('.button').all()) {
    const border = await button.evaluate((element) => {
      const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
      return {
        shown: borderTopStyle !== 'none' && borderTopWidth !== '0px',
        differs: borderTopColor !== backgroundColor,
      };
    });
    expect(border).toEqual({ shown: true, differs: true });
  }
  await panel
    .getByRole('img', { name: /^Steps? \d of 3|^Step/ })
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
});
