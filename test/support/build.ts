import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['{server,shared,widget}/**/*', 'vite.config.ts', 'package-lock.json'];
/** The last file that each half of the build writes. */
const RESULTS = ['dist/widget/manifest.json', 'dist/server/start.js'];

/** Vitest's global set-up: tests of built files never see a build older than the sources. */
export default function buildWhenStale(): void {
  if (isFresh()) return;
  const vite = `${ROOT}/node_modules/vite/bin/vite.js`;
  // Vitest sets NODE_ENV to `test`, which would end up in the bundles.
  const env = { ...process.env, NODE_ENV: 'production' };
  const build = spawnSync(process.execPath, [vite, 'build', '--app'], { cwd: ROOT, env, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}\n${build.stderr}`);
}

function isFresh(): boolean {
  const built = RESULTS.map((file) => changedAtMs(file));
  return Math.min(...built) >= Math.max(...globSync(SOURCES, { cwd: ROOT }).map((file) => changedAtMs(file)));
}

/** Epoch ms of the last change; 0 for a file that is not there. */
function changedAtMs(file: string): number {
  return statSync(`${ROOT}/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
