import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fileOf } from '../cli/run.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { freshDatabaseUrl } from '../support/databases.ts';

const GOODTURN = fileURLToPath(new URL('../../server/goodturn.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('../../server/cli/main.ts', import.meta.url));

function run(entry: string, line: string[], databaseUrl: string) {
  const env = { DATABASE_URL: databaseUrl, ...SECRETS };
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...line], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe.each([
  ['the build', GOODTURN],
  ['the sources', MAIN],
])('goodturn from %s', async (_, entry) => {
  const databaseUrl = await freshDatabaseUrl('sqlite');

  test('applies a file, speaks on standard output, and ends by itself', async () => {
    const file = await fileOf(JSON.stringify(acmeConfig()));
    expect(run(entry, ['apply', file], databaseUrl)).toEqual({
      status: 0,
      stdout: 'Site acme: new\n  Program friends: new, version 1\nSite globex: new\n',
      stderr: '',
    });
    expect(run(entry, ['programs'], databaseUrl).stdout).toMatch(/^PROGRAM .+\nfriends {2}acme .+\n$/);
  });

  test('complains on standard error and exits with 1', () => {
    expect(run(entry, ['apply', '/nowhere'], databaseUrl)).toEqual({
      status: 1,
      stdout: '',
      stderr: '/nowhere cannot be read.\n',
    });
  });
});
