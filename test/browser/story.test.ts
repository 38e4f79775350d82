import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { type Demo, startDemo } from '../support/demo-processes.ts';
import { openCard } from './support/sandbox-card.ts';
import { buyThePlate, copyWith, followAndSignUp, logInAsAda } from './support/shop-visit.ts';
import { newVisitor, type Visitor } from './support/visitor.ts';

const browser = await launchBrowser();

describe.each(DIALECTS)('the whole story on three real processes and %s', (dialect) => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo(await freshDatabaseUrl(dialect));
  });
  afterAll(() => demo?.stop());

  test('a link becomes a friend, a purchase, and one gift card for each of the two', async () => {
    const [ada, bea, phone] = await Promise.all([
      newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] }),
      newVisitor(browser),
      newVisitor(browser, { javaScriptEnabled: false }),
    ]);
    const widget = await logInAsAda(ada.page, demo.shopUrl);
    const navigations = watchNavigations(ada.page);
    const shareLink = await copyWith(widget, ada.page);
    expect(shareLink).toMatch(new RegExp(`^${demo.goodturnUrl}/r/[A-Z0-9_-]{4,32}$`));

    await followAndSignUp(bea.page, shareLink);
    await widget.getByRole('heading', { name: 'Bea' }).waitFor();
    await buyThePlate(bea.page);

    await askForSomeoneMissing(widget);
    await revealOnAdasPage(widget, ada);
    expect(navigations).toEqual([]);

    await openClaimPage(bea, phone);
    expect(await demo.orders()).toHaveLength(2);
    for (const { faults } of [ada, bea, phone]) expect(faults).toEqual([]);
  });
});

/** The addresses of all documents that the page loads from now on. */
function watchNavigations(page: Page): string[] {
  const seen: string[] = [];
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) seen.push(frame.url());
  });
  return seen;
}

/** The server tells what it knows of that day, without a name; and of another day that it knows nothing. */
async function askForSomeoneMissing(widget: Locator): Promise<void> {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await widget.getByRole('button', { name: 'Missing someone?' }).click();
  await widget.getByLabel('Which day, roughly?').fill(day(40));
  await widget.getByRole('button', { name: 'Look' }).click();
  await widget.getByText('Nobody came through your link in those days.').waitFor();
  await widget.getByLabel('Which day, roughly?').fill(day(0));
  await widget.getByRole('button', { name: 'Look' }).click();
  const answer = widget.getByRole('status').filter({ hasText: 'We found in those days' });
  await answer.getByText(/^(today|yesterday): \S/i).waitFor();
  expect(await answer.innerText()).not.toMatch(/Bea/);
}

/** Two deliberate steps: nothing can be spent, nor is in the page, after the first. */
async function revealOnAdasPage(widget: Locator, ada: Visitor): Promise<void> {
  const reward = widget.getByRole('listitem').filter({ hasText: '$15 gift card' });
  await reward.getByRole('button', { name: /^Reveal/ }).click({ timeout: 20_000 });
  await reward.getByText('Whoever has this can spend it').waitFor();
  const link = reward.getByRole('link', { name: /^Open gift card/ });
  expect(await link.count()).toBe(0);
  await reward.getByRole('button', { name: 'Show gift card' }).click();
  const answer = await copyWith(reward, ada.page);
  await openCard(ada, link, answer);
}

/** The friend shows the card with scripts, then again on a device that runs none, and spends it there. */
async function openClaimPage(bea: Visitor, phone: Visitor): Promise<void> {
  await bea.page.getByRole('link', { name: 'Open the letter' }).click();
  const toCard = bea.page.getByRole('link', { name: 'See my gift card' });
  const [claimPage] = await Promise.all([bea.page.waitForEvent('popup'), toCard.click()]);
  const show = claimPage.getByRole('button', { name: 'Show my gift card' });
  await vi.waitFor(() => show.waitFor({ timeout: 500 }).catch(() => refresh(claimPage)), { timeout: 20_000 });
  const address = claimPage.url();
  await show.click();
  await claimPage.getByRole('heading', { name: 'Here is your $15 gift card' }).waitFor();

  await phone.page.goto(address);
  await phone.page.getByRole('button', { name: 'Show my gift card again' }).click();
  const answer = await phone.page
    .getByRole('listitem')
    .filter({ hasText: 'challenge answer' })
    .locator('bdi')
    .first()
    .innerText();
  await openCard(phone, phone.page.getByRole('link', { name: 'Open gift card' }), answer);
}

async function refresh(page: Page): Promise<never> {
  await page.reload();
  throw new Error('The gift card is not ready yet.');
}
