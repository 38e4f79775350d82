// The first file of `npm start`. Plain JavaScript and no imports of ours, so that an old Node gets as far as the
// sentence below instead of a syntax error or a crash inside the database driver.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** @param {string} sentence */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
