import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Nothing that a browser does by itself may reach the network or change what a test sees. */
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium with its ordinary security.
 * @param environment comes on top of what the browser needs
 */
export async function launchChromium(path: string, environment: NodeJS.ProcessEnv = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: QUIET,
    env: { ...environmentFor(path), ...environment },
  });
}

/** The browser that comes by npm brings libraries and fonts for machines that have none; the machine's own go first. */
function environmentFor(path: string): NodeJS.ProcessEnv {
  const libraries = join(dirname(path), 'al2023', 'lib');
  if (!existsSync(libraries)) return process.env;
  const machine = ['/usr/lib/x86_64-linux-gnu', '/lib/x86_64-linux-gnu', '/usr/lib64'];
  const fonts = join(dirname(path), 'fonts', 'fonts.conf');
  return {
    ...process.env,
    LD_LIBRARY_PATH: [...machine, libraries].join(':'),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: fonts }),
  };
}
