import type { Browser } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { launchChromium } from './launch-chromium.ts';

/** A headless Chromium with its ordinary security. Call it at the top of a test file: the browser ends with the file. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await launchChromium(inject('chromiumPath'));
  afterAll(() => browser.close());
  return browser;
}
