import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { goodturn } from '../cli/run.ts';
import { launchBrowser } from '../support/browser.ts';
import { freshDatabaseUrl } from '../support/databases.ts';
import { type Demo, startDemo } from '../support/demo-processes.ts';
import { buyThePlate, copyWith, followAndSignUp, logInAsAda } from './support/shop-visit.ts';
import { newVisitor } from './support/visitor.ts';

const databaseUrl = await freshDatabaseUrl('sqlite');
const browser = await launchBrowser();
let demo: Demo;
beforeAll(async () => {
  demo = await startDemo(databaseUrl);
});
afterAll(() => demo?.stop());

test('on three real processes, a program begins to ask for its terms: the reward waits until its owner has accepted them', async () => {
  await askForTerms();
  const [ada, bea] = await Promise.all([
    newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] }),
    newVisitor(browser),
  ]);
  const widget = await logInAsAda(ada.page, demo.shopUrl);
  await widget.getByRole('heading', { name: 'Accept the terms' }).waitFor();
  await followAndSignUp(bea.page, await copyWith(widget, ada.page));
  await buyThePlate(bea.page);

  const reward = widget.getByRole('listitem').filter({ hasText: '$15 gift card' });
  await reward.waitFor({ timeout: 20_000 });
  expect(await reward.getByRole('button', { name: /^Reveal/ }).count()).toBe(0);
  expect(await demo.orders()).toEqual([]);

  const toTerms = widget.getByRole('link', { name: /^Read the terms/ });
  const [terms] = await Promise.all([ada.page.waitForEvent('popup'), toTerms.click()]);
  await terms.getByText('Rewards wait until you have accepted these terms.').waitFor();
  await widget.getByRole('button', { name: 'I accept the terms' }).click();
  await widget.getByRole('heading', { name: 'Accept the terms' }).waitFor({ state: 'detached' });
  await reward.getByRole('button', { name: /^Reveal/ }).waitFor({ timeout: 20_000 });
  // Her friend was asked too, and has not accepted.
  expect(await demo.orders()).toHaveLength(1);
  for (const { faults } of [ada, bea]) expect(faults).toEqual([]);
});

/** What an operator does for it: one word in the file, and `goodturn apply` beside the running server. */
async function askForTerms(): Promise<void> {
  const config = JSON.parse(await readFile(join(demo.folder, 'goodturn.config.json'), 'utf8'));
  const secrets = JSON.parse(await readFile(join(demo.folder, 'secrets.json'), 'utf8'));
  const [program] = config.sites[0].programs;
  program.eligibility = { ...program.eligibility, acceptTerms: true };
  const file = join(demo.folder, 'with-terms.json');
  await writeFile(file, JSON.stringify(config));
  const { code, complained } = await goodturn(databaseUrl, ['apply', file], {
    ...secrets,
    // As the demo runs: the shop that is told lies on this machine.
    ...{ NODE_ENV: 'development', WEBHOOK_LOOPBACK: 'on' },
  });
  expect(complained.join('\n')).toBe('');
  expect(code).toBe(0);
  await vi.waitFor(
    async () => {
      const page = await fetch(`${demo.goodturnUrl}/terms/${program.id}`);
      expect(await page.text()).toContain('Rewards wait until you have accepted');
    },
    { timeout: 10_000, interval: 200 },
  );
}
