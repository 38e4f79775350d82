import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../../server/storage/open-database.ts';

test('a SQLite file that we make, and what stands beside it, can be read by its owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-private-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const database = await openDatabase(`file:${join(folder, 'goodturn.sqlite')}`);
  await database.check();
  const names = await readdir(folder);
  expect(names.length).toBeGreaterThan(1);
  for (const name of names)
    expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
  await database.close();
});
