#!/usr/bin/env node
// The first file of the command `goodturn`. Plain JavaScript and no imports of ours, so that an old Node gets as far
// as the sentence below instead of a syntax error or a crash inside the database driver.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Goodturn needs Node 22.18 or newer, and this is ${process.versions.node}; "npx goodturn" picks the right one.`,
  );
  process.exit(1);
}

// The same build that `npm start` runs; the sources where nothing is built.
const built = new URL('../dist/server/goodturn.js', import.meta.url);
const source = new URL('./cli/main.ts', import.meta.url);
await import(existsSync(built) ? built.href : source.href);
