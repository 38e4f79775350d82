import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { freshDatabaseUrl } from '../support/databases.ts';
import { RUN, type ServerSettings, startRefused, startServerProcess } from '../support/server-process.ts';

/** Expects exit code 1 after one sentence that `says` matches, and no stack. */
async function expectRefused(settings: Partial<ServerSettings>, says: RegExp): Promise<void> {
  const databaseUrl = settings.databaseUrl ?? (await freshDatabaseUrl('sqlite'));
  const { code, said } = await startRefused({ ...settings, databaseUrl });
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(says);
  expect(code).toBe(1);
}

describe('a start that cannot succeed says in one sentence what to mend', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['a port that is no number', { PORT: 'abc' }, /^PORT must be a whole number .*"abc"\.$/],
    ['a weak master secret', { GOODTURN_SECRET: 'short' }, /^GOODTURN_SECRET .+\.$/],
    [
      'no master secret in production',
      { NODE_ENV: 'production', GOODTURN_SECRET: '' },
      /^GOODTURN_SECRET must/,
    ],
    [
      'a crash point in production',
      { NODE_ENV: 'production', GOODTURN_CRASH_AT: 'send:before' },
      /^GOODTURN_CRASH_AT must not/,
    ],
    [
      'a clock that can be moved in production',
      { NODE_ENV: 'production', SANDBOX_CLOCK: 'on' },
      /^SANDBOX_CLOCK must not be on/,
    ],
    ['a crash point that is none', { GOODTURN_CRASH_AT: 'now' }, /^GOODTURN_CRASH_AT must be/],
    [
      'a variable that the configuration file names and nobody set',
      { ACME_SECRET_KEY: '' },
      /^sites\[0\]\.secretKeys\[0\]\.env names the environment variable ACME_SECRET_KEY, which is not set\.$/,
    ],
    [
      'a configuration file that is not there',
      { GOODTURN_CONFIG: '/no/such/file' },
      /^GOODTURN_CONFIG names/,
    ],
    ['a lease shorter than a call', { ORDER_LEASE_MS: '300' }, /^ORDER_LEASE_MS \(300\) must be above/],
    ['an address that is not this machine', { HOST: '192.0.2.1' }, /^HOST 192\.0\.2\.1 is not an address/],
  ])('%s', async (_, env, says) => {
    await expectRefused({ env }, says);
  });

  test('a setting that contradicts another one, by its JSON path', async () => {
    const config = acmeConfig({
      startsAt: '2026-12-02T00:00:00Z',
      endsAt: '2026-12-01T00:00:00Z',
    });
    await expectRefused({ config }, /^sites\[0\]\.programs\[0\]\.endsAt .+\.$/);
  });

  test('a master secret that is not the one the database was sealed with', async () => {
    const databaseUrl = await freshDatabaseUrl('sqlite');
    const first = await startServerProcess({ databaseUrl });
    await first.kill('SIGTERM');
    await first.exited;
    const env = { GOODTURN_SECRET: 'another-master-secret-5Tg7Yh9Uj1Ik3Ol' };
    await expectRefused({ databaseUrl, env }, /^GOODTURN_SECRET is not the one .+\.$/);
  });

  test('a program id that another site has', async () => {
    const databaseUrl = await freshDatabaseUrl('sqlite');
    const first = await startServerProcess({ databaseUrl });
    await first.kill('SIGTERM');
    await first.exited;
    const config = acmeConfig();
    const [acme, globex] = config.sites;
    if (!acme || !globex) throw new Error('the test needs two sites');
    [acme.programs, globex.programs] = [globex.programs, acme.programs];
    await expectRefused({ databaseUrl, config }, /^The program id friends is used by another site/);
  });

  test('a port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expectRefused(
      { env: { PORT: String(port) } },
      new RegExp(`^PORT ${port} is taken by another program; choose another one\\.$`),
    );
  });

  test.each([
    ['a PostgreSQL that nobody reaches', 'postgres://goodturn:secret-word@127.0.0.1:1/goodturn'],
    ['a SQLite file that is a folder', `file:${dirname(RUN)}`],
  ])('%s, without its password', async (_, databaseUrl) => {
    await expectRefused(
      { databaseUrl },
      /^DATABASE_URL names a database that cannot be used: (?!.*secret-word).+\.$/,
    );
  });

  test('a PostgreSQL without the database that is named', async () => {
    const url = new URL(await freshDatabaseUrl('postgres'));
    url.pathname = '/nowhere';
    await expectRefused({ databaseUrl: url.href }, /^DATABASE_URL names .*"nowhere" does not exist\.$/);
  });

  test('a PostgreSQL that answers a commit before the disk has it', async () => {
    const url = new URL(await freshDatabaseUrl('postgres'));
    url.searchParams.set('options', '-c synchronous_commit=off');
    await expectRefused(
      { databaseUrl: url.href },
      /^The database has synchronous_commit = off but must have .+, so Goodturn does not start on it\.$/,
    );
  });

  test('a Node that is too old', () => {
    const { status, stderr } = runWithOldNode();
    expect(stderr).toMatch(/^Goodturn needs Node 22\.18 or newer, and this is \d+\.\d+\.\d+; .+\.\n$/);
    expect(status).toBe(1);
  });
});

/** The machine's own Node where that is old enough to tell; else this one, which then claims to be. */
function runWithOldNode(): { status: number | null; stderr: string } {
  const claim = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})";
  const old = oldNode();
  const args = old ? [RUN] : ['--import', `data:text/javascript,${encodeURIComponent(claim)}`, RUN];
  return spawnSync(old ?? process.execPath, args, { encoding: 'utf8', env: {} });
}

function oldNode(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path))
    .find((path) => {
      const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
      return Number(/^v(\d+)/.exec(stdout)?.[1]) < 22;
    });
}
