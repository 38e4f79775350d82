import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { launchChromium } from './launch-chromium.ts';

/** A headless Chromium with its ordinary security; close it in `afterAll`. It ends with the runner in any case. */
export async function launchBrowser(): Promise<Browser> {
  return launchChromium(inject('chromiumPath'));
}
