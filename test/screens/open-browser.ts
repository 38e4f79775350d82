import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium } from '../support/chromium.ts';
import { launchChromium } from '../support/launch-chromium.ts';

/** With the fonts of the browser's package where it is used, so that the pictures do not depend on the machine. */
export async function openBrowser(): Promise<Browser> {
  const path = await findChromium();
  const fonts = join(dirname(path), 'fonts', 'fonts.conf');
  return launchChromium(path, existsSync(fonts) ? { FONTCONFIG_FILE: fonts } : {});
}
