import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimPage } from '../../server/pages/claim-page.ts';
import type { ClaimState } from '../../server/pages/claim-state.ts';
import { CLAIM_PICTURES, FORM } from './claim-pictures.ts';
import { contactSheet, type Shot } from './contact-sheet.ts';
import { openBrowser } from './open-browser.ts';

// `node test/screens/shoot-claim.ts` takes the states of a claim page that are about the card's way at 360 px, those with
// parts of their own at 320 px and dark as well, and writes their contact sheet.

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

const SIZES = [
  [360, 'light'],
  [320, 'dark'],
] as const;

/** Whether there is more than a card and sentences, so that the narrow and dark page can go wrong as well. */
function hasParts(state: ClaimState): boolean {
  return state.kind === 'asking' || (state.kind === 'sent' && state.tracking !== null);
}

const browser = await openBrowser();
try {
  const shots: Shot[] = [];
  for (const { name, facts, state, form = FORM } of CLAIM_PICTURES) {
    const markup = String(await claimPage(facts, state, form));
    for (const [width, colorScheme] of hasParts(state) ? SIZES : SIZES.slice(0, 1)) {
      const page = await browser.newPage({ viewport: { width, height: 200 }, colorScheme });
      await page.setContent(markup);
      shots.push({
        caption: `${name} · ${width} · ${colorScheme}`,
        png: await page.screenshot({ fullPage: true }),
      });
      await page.close();
    }
  }
  await writeFile(
    join(FOLDER, 'claim-page-phone.png'),
    await contactSheet(browser, shots, { sheetPx: 240, perRow: 8 }),
  );
} finally {
  await browser.close();
}
