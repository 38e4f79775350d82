import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startDemo } from '../support/demo-processes.ts';
import { openBrowser } from './open-browser.ts';

// `node test/screens/shoot-story.ts` plays the demo's story on its three processes, with data of its own, and writes the
// pictures of the README into `demo/story`. It lies here because the demo imports nothing but itself.

const FOLDER = fileURLToPath(new URL('../../demo/story', import.meta.url));

const data = await mkdtemp(join(tmpdir(), 'goodturn-story-'));
const demo = await startDemo(`file:${join(data, 'goodturn.db')}`);
const browser = await openBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const [ada, bea] = await Promise.all([newWindow(browser), newWindow(browser)]);

  await ada.goto(demo.shopUrl);
  await ada.getByRole('button', { name: 'Log in as Ada' }).click();
  const widget = ada.getByRole('region', { name: 'Rewards for inviting friends' });
  await widget.getByRole('heading', { name: 'Give $15, get $15' }).waitFor();
  await take(ada, '1-ada');

  await bea.goto(`${demo.shopUrl}/new-visitor`);
  await bea
    .getByRole('region', { name: 'A $15 gift card for you' })
    .getByText(/invited you/)
    .waitFor();
  await take(bea, '2-welcome');

  await bea.getByRole('textbox', { name: 'Your name' }).fill('Bea Hollis');
  await bea.getByRole('textbox', { name: 'E-mail' }).fill('bea@mail.example');
  await bea.getByRole('checkbox', { name: /see my first name/ }).check();
  await bea.getByRole('button', { name: 'Create account' }).click();
  await bea.getByRole('button', { name: 'Add Tide plate to cart' }).click();
  await bea.getByRole('link', { name: 'Check out' }).click();
  await bea.getByRole('button', { name: /^Pay/ }).click();
  await bea.getByRole('heading', { name: 'Thank you, Bea' }).waitFor();
  await widget.getByText(/^Rewarded/).waitFor();
  // Both windows tell the whole way, down to the second gift card.
  for (const window of [ada, bea])
    await window.getByText('ordered upstream for the friend: completed').first().waitFor();
  await bea.getByRole('link', { name: 'Open the letter' }).waitFor();
  await take(bea, '3-order');

  await take(ada, '4-reward');
  await widget.getByRole('button', { name: /^Reveal/ }).click();
  await widget.getByRole('button', { name: 'Show gift card' }).click();
  await widget.getByRole('link', { name: /^Open gift card/ }).waitFor();
  await take(ada, '5-reveal');

  await bea.getByRole('link', { name: 'Open the letter' }).click();
  const [claim] = await Promise.all([
    bea.waitForEvent('popup'),
    bea.getByRole('link', { name: 'See my gift card' }).click(),
  ]);
  await claim.getByRole('button', { name: 'Show my gift card' }).waitFor();
  await take(claim, '6-claim-page');

  const studio = await newWindow(browser);
  await studio.goto(`${demo.shopUrl}/studio`);
  await studio
    .getByRole('combobox', { name: 'Open workshop' })
    .selectOption({ label: 'Throwing for beginners' });
  for (const name of ['Check in', 'Sign up', 'Book through Noor’s link']) {
    await studio.getByRole('button', { name, exact: true }).click();
  }
  await studio.getByText('$10 for', { exact: false }).first().waitFor();
  await take(studio, '7-studio', { fullPage: true });
} finally {
  await browser.close();
  await demo.stop();
  await rm(data, { recursive: true, force: true });
}

async function newWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

async function take(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage });
}
