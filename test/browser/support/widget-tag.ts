import type { Locator, Page } from 'playwright-core';

/** The tag that a site owner pastes; `attributes` as they stand in markup. */
export function widgetScript(apiUrl: string, attributes = ''): string {
  return `<script src="${apiUrl}/widget.js" data-site-key="pk_acme" ${attributes} async></script>`;
}

/** The panel, inline or in its dialog, as people and their tools find it. */
export function panelOf(page: Page): Locator {
  return page
    .getByRole('region', { name: 'Rewards for inviting friends' })
    .or(page.getByRole('dialog', { name: 'Rewards for inviting friends' }));
}

/** Waits until a participant's offer stands in the panel. */
export async function panelReady(page: Page): Promise<Locator> {
  const panel = panelOf(page);
  await panel.getByRole('heading', { name: 'Give $15, get $15' }).waitFor();
  return panel;
}

/** From the first step of a reveal to the card. */
export async function reveal(panel: Locator): Promise<Locator> {
  await panel.getByRole('button', { name: /^(Reveal|Show): \$15/ }).click();
  await panel.getByRole('button', { name: 'Show gift card' }).click();
  const link = panel.getByRole('link', { name: /^Open gift card/ });
  await link.waitFor();
  return link;
}
