import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { closedPort } from '../support/scripted-upstream.ts';
import { startLiveGoodturn } from './support/live-goodturn.ts';
import { type Site, startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelOf, panelReady, reveal, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const closed = `http://127.0.0.1:${await closedPort()}`;

const LOADER = readFileSync(new URL('../../dist/widget/widget.js', import.meta.url));
/** A page waits for nothing of ours. What it would wait for never comes, so this may be far more than a page takes. */
const LOADED_WITHIN_MS = 3000;

const browser = await launchBrowser();

type Answer = Parameters<Site['on']>[1];

const NEVER: Answer = () => {};
const BAD_GATEWAY: Answer = (_, response) => {
  response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
};
const ALLOW_ALL = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*, authorization',
  'Access-Control-Allow-Methods': '*',
};
const HTML: Answer = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html', ...ALLOW_ALL }).end('<h1>Welcome to our hotel</h1>');
};

const INTERFACE = nameIn(/["'`](interface[\w-]*\.js)/);
const NO_LOADER = [
  ['is down', closed],
  ['answers 502 with a page', await serving('/widget.js', BAD_GATEWAY)],
  ['answers 200 with a page of HTML', await serving('/widget.js', HTML)],
] as const;
const SILENT = await serving('/widget.js', NEVER);
const NO_INTERFACE = [
  ['is silent', await serving(INTERFACE, NEVER)],
  ['answers with a page of HTML', await serving(INTERFACE, HTML)],
  ['answers 502', await serving(INTERFACE, BAD_GATEWAY)],
] as const;
const NO_API = [
  ['is down', closed, 'This part of the page can’t be reached right now'],
  ['is silent', await serving('/v1/widget/sessions', NEVER), 'Still loading'],
  ['answers with a page of HTML', await serving('/v1/widget/sessions', HTML), 'Something broke on our side'],
] as const;

/** An origin with the real loader on which one path is answered differently. */
async function serving(path: string, answer: Answer): Promise<string> {
  const site = await startSite();
  site.on('/widget.js', (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(LOADER);
  });
  site.on(path, answer);
  return site.origin;
}

/** The path of the file that the built loader fetches. */
function nameIn(pattern: RegExp): string {
  const name = pattern.exec(LOADER.toString())?.[1];
  if (!name) throw new Error('The loader does not name its interface.');
  return `/${name}`;
}

/** What reaches the page's own error handling; that a file is missing or no script, the browser writes down by itself. */
function uncaught(faults: string[]): string[] {
  return faults.filter((fault) => fault.startsWith('uncaught'));
}

/** How long the page's load event took from the end of its own answer, in ms. */
async function loadDelay(page: Page): Promise<number> {
  await page.waitForFunction(() => document.readyState === 'complete');
  return page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation');
    if (!(entry instanceof PerformanceNavigationTiming)) throw new Error('The page has no timing.');
    return entry.loadEventStart - entry.responseEnd;
  });
}

describe('when the script cannot be fetched', () => {
  test.each(NO_LOADER)('because its origin %s, the page neither waits nor hears of it', async (_, source) => {
    const { page, faults } = await newVisitor(browser);
    const head = `<script>window.goodturn = [['open']]</script>${widgetScript(source, 'data-float')}`;
    await page.goto(shop.page({ head, body: '<goodturn-widget>Invite a friend</goodturn-widget>' }));
    expect(await loadDelay(page)).toBeLessThan(LOADED_WITHIN_MS);
    expect(uncaught(faults)).toEqual([]);
    // What the site wrote into the element is what people see.
    await page.getByText('Invite a friend').waitFor();
  });

  test('because its origin does not answer, the page is parsed and usable at once', async () => {
    const { page, faults } = await newVisitor(browser);
    const address = shop.page({ head: widgetScript(SILENT, 'data-float'), body: '<button>Buy</button>' });
    await page.goto(address, { waitUntil: 'domcontentloaded', timeout: LOADED_WITHIN_MS });
    await page.getByRole('button', { name: 'Buy' }).click();
    expect(uncaught(faults)).toEqual([]);
  });
});

describe('when the interface cannot be fetched', () => {
  test.each(NO_INTERFACE)(
    'because its origin %s, the page neither waits nor hears of it',
    async (_, source) => {
      const { page, faults } = await newVisitor(browser);
      const body = '<goodturn-widget participant-token="a.b.c"></goodturn-widget>';
      await page.goto(shop.page({ head: widgetScript(source, 'data-float'), body }), {
        timeout: LOADED_WITHIN_MS,
      });
      expect(await loadDelay(page)).toBeLessThan(LOADED_WITHIN_MS);
      expect(uncaught(faults)).toEqual([]);
    },
  );
});

describe('when the API cannot be reached', () => {
  test.each(NO_API)(
    'because it %s, the panel says so calmly and the page hears nothing',
    async (_, api, words) => {
      const { page, faults } = await newVisitor(browser);
      const head = widgetScript(goodturn.url, `data-api="${api}"`);
      const body = '<goodturn-widget participant-token="a.b.c"></goodturn-widget>';
      await page.goto(shop.page({ head, body }));
      expect(await loadDelay(page)).toBeLessThan(LOADED_WITHIN_MS);
      await panelOf(page).getByRole('heading', { name: words }).waitFor();
      expect(uncaught(faults)).toEqual([]);
    },
  );
});

describe('on a page with bad manners', () => {
  const MANNERS = {
    'enumerable names on every prototype': `
      for (const type of [Object, Array, String, Function, Element]) type.prototype.extra = function () { return this; };`,
    'the toJSON of old frameworks': `
      Array.prototype.toJSON = function () { return '[]'; }; String.prototype.toJSON = function () { return '"' + this + '"'; };`,
    'native methods replaced by worse ones': `
      Array.prototype.reduce = Array.prototype.flatMap = Array.prototype.at = function () { throw new Error('old'); };
      Array.from = function (list) { return [].slice.call(list); };
      Function.prototype.bind = function (self) { var f = this; return function () { return f.apply(self, arguments); }; };
      Element.prototype.remove = function () { if (this.parentNode) this.parentNode.removeChild(this); };`,
    'an error handler that turns warnings into faults': `
      console.warn = function () { throw new Error('no warnings here'); };`,
  };

  test.each(Object.entries(MANNERS))('(%s) the widget works and nothing is uncaught', async (_, script) => {
    const { participantToken } = await goodturn.member({ friends: 1 });
    const { page, faults } = await newVisitor(browser);
    const head = `<script>${script}</script>${widgetScript(goodturn.url, 'data-float')}`;
    const body = `<goodturn-widget participant-token="${participantToken}"></goodturn-widget>`;
    await page.goto(shop.page({ head, body }));
    await reveal(await panelReady(page));
    expect(faults).toEqual([]);
  });

  test('(elements whose names cover ours) the widget works and nothing is uncaught', async () => {
    const { participantToken } = await goodturn.member();
    const { page, faults } = await newVisitor(browser);
    const body = `<form id="goodturn"><input name="q"><input name="push"></form><form name="currentScript"></form>
      <img id="config" alt=""><goodturn-widget participant-token="${participantToken}"></goodturn-widget>`;
    await page.goto(shop.page({ body: `${body}${widgetScript(goodturn.url)}` }));
    await panelReady(page);
    expect(faults).toEqual([]);
  });

  test('(hostile names and brands) markup in what people typed stays text', async () => {
    const { participantToken } = await goodturn.member();
    const { page, faults } = await newVisitor(browser);
    const name = '<img src=x onerror=alert(1)>';
    const body = `<goodturn-widget brand="${name}" accent="red;} * {display:none" participant-token="${participantToken}"></goodturn-widget>`;
    await page.goto(shop.page({ head: widgetScript(goodturn.url), body }));
    const panel = await panelReady(page);
    await panel.getByText(name).waitFor();
    expect(faults).toEqual([]);
  });
});
