import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser that `launchBrowser` starts. */
    chromiumPath: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const COMMANDS = [
  'chromium-headless-shell',
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
];
const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/** Vitest's global set-up: finds a real Chromium or fails. A run without a browser would say nothing about the widget. */
export default async function provideChromium(project: TestProject): Promise<void> {
  project.provide('chromiumPath', await findChromium());
}

/** The path of a real Chromium: the one that `CHROMIUM_PATH` names, Playwright's own, the machine's, or npm's. */
export async function findChromium(): Promise<string> {
  const path = givenChromium() ?? downloadedChromium() ?? installedChromium() ?? (await packagedChromium());
  if (!path) throw new Error('No Chromium found: run `npx playwright-core install chromium`.');
  return path;
}

function givenChromium(): string | null {
  return process.env['CHROMIUM_PATH'] ?? null;
}

function downloadedChromium(): string | null {
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

function installedChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  const onMac = MAC_APPLICATIONS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return [...onPath, ...onMac].find((path) => existsSync(path)) ?? null;
}

/** The browser that comes by npm, unpacked once per version. It exists for Linux on x64 only. */
async function packagedChromium(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const source = join(ROOT, 'node_modules/@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const folder = join(ROOT, '.cache', `chromium-${version}`);
  if (!existsSync(folder)) await unpack(join(source, 'bin'), folder);
  return join(folder, 'chromium');
}

/** Unpacks beside the goal and moves it there in one step: a set-up that was killed leaves no half browser behind. */
async function unpack(archives: string, folder: string): Promise<void> {
  const staging = `${folder}.${process.pid}`;
  await mkdir(staging, { recursive: true });
  // The package writes into the temporary folder, and only a process of its own can have its own.
  execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK, archives], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: staging },
  });
  await writeFile(join(staging, 'fonts', 'fonts.conf'), FONTS_CONF);
  await rename(staging, folder).catch(async (error) => {
    await rm(staging, { recursive: true });
    // Another run was first.
    if (!existsSync(folder)) throw error;
  });
}

/** `al2023` holds copies of the libraries (NSS and others) that a bare image lacks. */
const UNPACK = `
import chromium, { inflate } from '@sparticuz/chromium';
await chromium.executablePath();
await inflate(process.argv[1] + '/al2023.tar.br');
`;

/** The package's own file names folders of another system. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
