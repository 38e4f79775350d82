// The first file of `npm start`. Plain JavaScript and no imports of ours, so that an old Node gets as far as the
// sentence below instead of a syntax error or a crash inside the database driver.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const start = new URL('../dist/server/start.js', import.meta.url);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  stop(
    `Goodturn needs Node 22.18 or newer, and this is ${process.versions.node}; "npm start" picks the right one.`,
  );
}

if (!existsSync(start)) build();
else if (isOlderThanSources())
  console.error('The sources are newer than what is built; "npm run build" brings it up to date.');
await import(start.href);

/** Runs the bundler's own file with the Node that runs this one, so that it does not depend on the PATH. */
function build() {
  console.error('Nothing is built yet; building, which takes a few seconds …');
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) stop('The build failed, so the server cannot start; "npm run build" shows more.');
}

/**
 * A warning only: where files were copied their times say little, and a place that runs a server may not be written to, and
 * may hold none of the sources.
 */
function isOlderThanSources() {
  const builtMs = statSync(start).mtimeMs;
  const folders = ['server', 'shared', 'widget'].map((name) => `${root}${name}`).filter(existsSync);
  return folders.some((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && statSync(`${entry.parentPath}/${entry.name}`).mtimeMs > builtMs,
    ),
  );
}

/** @param {string} sentence */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
