import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import buildWhenStale from '../support/build.ts';
import { NOW_MS } from '../widget/support/sample-me.ts';
import { contactSheet, type Shot } from './contact-sheet.ts';
import { openBrowser } from './open-browser.ts';
import { readme, sheetFile } from './readme.ts';
import { startScriptedApi } from './scripted-api.ts';
import { SHOP_SCRIPT, startShopPages } from './shop-page.ts';
import { GROUPS, type Group, type State } from './states.ts';

// `node test/screens/shoot.ts` takes every state of the widget at two widths and in both schemes, and writes the contact
// sheets with their README. With names of states it only takes those, each shot alone, into `.cache/screens`.

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ALONE = fileURLToPath(new URL('../../.cache/screens', import.meta.url));
const WIDGET = fileURLToPath(new URL('../../dist/widget', import.meta.url));

/** The two sheets of a group. `sheetPx` is how wide a shot stands on the sheet, `perRow` how many stand in a row. */
const SIZES = {
  phone: { width: 360, height: 740, sheetPx: 360, perRow: 6 },
  desktop: { width: 1280, height: 800, sheetPx: 640, perRow: 4 },
} as const;
type Size = keyof typeof SIZES;
const SIZE_NAMES = ['phone', 'desktop'] as const;
const SCHEMES = ['light', 'dark'] as const;

buildWhenStale();
const states = GROUPS.flatMap((group) => group.states);
const api = await startScriptedApi(
  WIDGET,
  SHOP_SCRIPT,
  (name) => stateOf(name).answer ?? 'never',
  (name) => stateOf(name).afterReveal ?? null,
);
const shop = await startShopPages(api.origin, (name) => stateOf(name).page ?? {});
const browser = await openBrowser();
const wanted = process.argv.slice(2);
try {
  if (wanted.length > 0) for (const name of wanted) await writeAlone(stateOf(name));
  else {
    for (const group of GROUPS) for (const size of SIZE_NAMES) await writeSheet(group, size);
    await writeFile(join(FOLDER, 'README.md'), readme(GROUPS));
  }
} finally {
  await browser.close();
  shop.close();
  api.close();
}

function stateOf(name: string): State {
  const state = states.find((candidate) => candidate.name === name);
  if (!state) throw new Error(`There is no state ${name}.`);
  return state;
}

async function writeSheet(group: Group, size: Size): Promise<void> {
  const shots: Shot[] = [];
  for (const state of group.states) shots.push(...(await shootState(state, size)));
  const sheet = await contactSheet(browser, shots, SIZES[size]);
  const file = sheetFile(group, size);
  await writeFile(join(FOLDER, file), sheet);
  console.log(`${file} ${Math.round(sheet.byteLength / 1000)} kB`);
}

async function writeAlone(state: State): Promise<void> {
  await mkdir(ALONE, { recursive: true });
  for (const size of SIZE_NAMES) {
    for (const { caption, png } of await shootState(state, size))
      await writeFile(join(ALONE, `${caption.replaceAll(' · ', '-')}.png`), png);
  }
}

async function shootState(state: State, size: Size): Promise<Shot[]> {
  const width = state[size] === undefined ? SIZES[size].width : state[size];
  if (width === null) return [];
  const shots: Shot[] = [];
  for (const colorScheme of SCHEMES) {
    const context = await browser.newContext({
      // The picture of a page grows with its content; only what floats needs a whole window.
      viewport: { width, height: state.isWindow ? SIZES[size].height : 200 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(state.name, error));
    const png = await shoot(page, state);
    shots.push({ caption: `${state.name} · ${width} · ${colorScheme}`, png });
    await context.close();
  }
  return shots;
}

async function shoot(page: Page, state: State): Promise<Buffer> {
  await page.clock.setFixedTime(NOW_MS);
  await page.goto(shop.addressOf(state.name) + (state.query ?? ''));
  await state.act?.(page);
  const { shows } = state;
  const goal = typeof shows === 'string' ? page.getByText(shows) : shows(page);
  await goal.filter({ visible: true }).first().waitFor();
  // The keyboard's ring and the pointer's shade belong to other pictures.
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  return page.screenshot({ fullPage: !state.isWindow });
}
