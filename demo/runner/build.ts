import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

/** The build writes the server last, so this file means that the build is whole (vite.config.ts). */
const BUILT = 'dist/server/start.js';
const SOURCES = [
  'server/**/*.ts',
  'shared/**/*.ts',
  'widget/**/*.{ts,tsx}',
  'vite.config.ts',
  'package.json',
];

/** Builds when nothing is built or a source is newer than the build. Rejects with the build's own words. */
export async function buildIfNeeded(say: (line: string) => void): Promise<void> {
  const builtAt = changedAt(BUILT);
  const newest = Math.max(...globSync(SOURCES).map(changedAt));
  if (builtAt >= newest) return;
  say(
    builtAt === 0 ? 'Building Goodturn and the widget, once' : 'Building again, since the source has changed',
  );
  const startedAt = Date.now();
  await build();
  say(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function build(): Promise<void> {
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--app'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${output}\nThe build failed; the reason is above.`)),
    );
  });
}

/** Epoch milliseconds of the last change; 0 when there is no such file. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
