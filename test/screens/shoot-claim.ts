import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClaimFacts } from '../../server/pages/claim-facts.ts';
import { type ClaimForm, claimPage } from '../../server/pages/claim-page.ts';
import type { ClaimState } from '../../server/pages/claim-state.ts';
import { contactSheet, type Shot } from './contact-sheet.ts';
import { openBrowser } from './open-browser.ts';

// `node test/screens/shoot-claim.ts` takes the states of a claim page that are about the card's way, at 320 and 360 px, light
// and dark, and writes their contact sheet.

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

const FACTS: ClaimFacts = {
  ...{ siteName: 'Saltmarsh', contact: 'hello@saltmarsh.example', productName: 'CVS', cardTerms: [] },
  operator: 'Saltmarsh Pottery, 12 Harbor Lane, Portland, Maine',
  value: { amount: 1500, currency: 'USD' },
  delivery: 'PhysicalShipment',
  reason: 'a friend you invited placed a first order',
  termsPath: '/terms/friends/1',
};
const LINK: ClaimFacts = { ...FACTS, delivery: 'Links' };
const MAIL: ClaimFacts = { ...FACTS, delivery: 'DigitalDelivery' };

const FORM: ClaimForm = { path: '/c/x', nonce: 'n', addressDays: 30 };
const WRONG: ClaimForm = {
  ...FORM,
  filled: {
    typed: {
      name: 'Sam Doe',
      line1: '1 Main Street',
      city: '',
      state: 'Ontario',
      zip: '1000',
      country: 'US',
    },
    faults: {
      city: 'Enter the city.',
      state: 'Enter the state by name or code, as in Alabama or AL.',
      zip: 'Enter the ZIP code as in 10001.',
    },
  },
};
const POSTAL = {
  kind: 'asking',
  asked: { kind: 'postal', countries: ['US'] },
  isCorrection: false,
} satisfies ClaimState;
const TRACKING = { carrier: 'Sandbox Post', number: '91028374650192837465', url: 'https://post.example/9' };

const STATES: [string, ClaimFacts, ClaimState, ClaimForm?][] = [
  ['asking for an address', FACTS, POSTAL],
  ['an address with faults', FACTS, POSTAL, WRONG],
  ['several countries', FACTS, { ...POSTAL, asked: { kind: 'postal', countries: ['CA', 'US', 'GB'] } }],
  ['a correction', FACTS, { ...POSTAL, isCorrection: true }],
  ['asking for mail and phone', MAIL, { ...POSTAL, asked: { kind: 'digital', by: ['email', 'sms'] } }],
  ['to be opened', LINK, { kind: 'openable' }],
  ['being made', LINK, { kind: 'making', sinceMs: 4000, delayed: false, isCorrectable: false }],
  ['taking longer', LINK, { kind: 'making', sinceMs: 90_000, delayed: true, isCorrectable: false }],
  ['being prepared', FACTS, { kind: 'making', sinceMs: 4000, delayed: true, isCorrectable: false }],
  ['to be corrected', FACTS, { kind: 'making', sinceMs: 4000, delayed: false, isCorrectable: true }],
  ['in the post', FACTS, { kind: 'sent', by: 'post', tracking: TRACKING, hasArrived: false }],
  ['arrived', FACTS, { kind: 'sent', by: 'post', tracking: TRACKING, hasArrived: true }],
  ['mailed', MAIL, { kind: 'sent', by: 'email', tracking: null, hasArrived: false }],
  ['to be sent', MAIL, { kind: 'openable' }],
  ['waiting', FACTS, { kind: 'waiting', until: Date.UTC(2026, 11, 6), isHeld: true }],
];

const browser = await openBrowser();
try {
  const shots: Shot[] = [];
  for (const [name, facts, state, form = FORM] of STATES) {
    const markup = String(await claimPage(facts, state, form)).replace(
      /<meta http-equiv="refresh"[^>]*>/,
      '',
    );
    for (const [width, colorScheme] of [
      [360, 'light'],
      [320, 'dark'],
    ] as const) {
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
    await contactSheet(browser, shots, { sheetPx: 360, perRow: 6 }),
  );
} finally {
  await browser.close();
}
