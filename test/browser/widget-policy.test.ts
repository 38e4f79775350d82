import { describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { followLink, startLiveGoodturn } from './support/live-goodturn.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelReady, reveal, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const browser = await launchBrowser();

const NONCE = 'c2hvcC1ub25jZQ';

/** The strictest page that can still show the widget: no style of any kind, no markup from strings, no policy for it. */
function strict(scripts: string): string {
  return [
    "default-src 'none'",
    `script-src ${scripts}`,
    `connect-src ${goodturn.url}`,
    "style-src 'none'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

const POLICIES = {
  'script-src with the API origin': { policy: strict(goodturn.url), tag: '' },
  'script-src with a nonce alone': { policy: strict(`'nonce-${NONCE}'`), tag: `nonce="${NONCE}"` },
  'strict-dynamic': {
    policy: strict(`'nonce-${NONCE}' 'strict-dynamic'`),
    tag: `nonce="${NONCE}"`,
  },
};

describe.each(Object.entries(POLICIES))('under %s', (_name, { policy, tag }) => {
  test('the inline panel loads, shares and reveals without a violation', async () => {
    const { participantToken, shareUrl } = await goodturn.member({ friends: 1 });
    const { page, faults } = await newVisitor(browser);
    await page.goto(
      shop.page({
        policy,
        head: widgetScript(goodturn.url, tag),
        body: `<goodturn-widget participant-token="${participantToken}" accent="#ff0044"></goodturn-widget>`,
      }),
    );
    const panel = await panelReady(page);
    expect(await panel.textContent()).toContain(shareUrl.replace('http://', ''));
    await panel.getByText('QR code').click();
    await panel.getByRole('img', { name: 'QR code of your link' }).locator('path').waitFor();
    await reveal(panel);
    expect(faults).toEqual([]);
  });

  test('the floating button opens a panel without a violation', async () => {
    const { page, faults } = await newVisitor(browser);
    await page.goto(shop.page({ policy, head: widgetScript(goodturn.url, `data-float ${tag}`) }));
    await page.getByRole('button', { name: 'Invite friends' }).click();
    await page.getByRole('dialog').getByText('Your own link to share').waitFor();
    expect(faults).toEqual([]);
  });

  test('a friend is welcomed without a violation', async () => {
    const { shareUrl } = await goodturn.member();
    const search = await followLink(shareUrl);
    const { page, faults } = await newVisitor(browser);
    const body = '<goodturn-widget mode="welcome"></goodturn-widget>';
    await page.goto(shop.page({ policy, head: widgetScript(goodturn.url, tag), body }) + search);
    await page
      .getByRole('region', { name: 'A $15 gift card for you' })
      .getByText('Ada invited you')
      .waitFor();
    expect(faults).toEqual([]);
  });
});

test('a violation would be seen: the same page without the API origin tells of the refused script', async () => {
  const { page, faults } = await newVisitor(browser);
  await page.goto(shop.page({ policy: strict("'none'"), head: widgetScript(goodturn.url) }));
  expect(faults.join('\n')).toMatch(/policy: script-src\S* refused .*widget\.js/);
});
