import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const RUN = fileURLToPath(new URL('../server/run.mjs', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'goodturn-run-'));
afterAll(() => rm(root, { recursive: true, force: true }));

function start() {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'server/run.mjs')], {
    encoding: 'utf8',
  });
  return { stdout, stderr };
}

test('what is built starts by itself, and says so only where there are sources that are newer', async () => {
  for (const folder of ['server', 'dist/server']) await mkdir(join(root, folder), { recursive: true });
  await cp(RUN, join(root, 'server/run.mjs'));
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await writeFile(join(root, 'dist/server/start.js'), 'console.log("started");');
  const copiedAt = new Date(Date.now() - 60_000);
  await utimes(join(root, 'server/run.mjs'), copiedAt, copiedAt);
  // Where a server runs, `shared/` and `widget/` may not be.
  expect(start()).toEqual({ stdout: 'started\n', stderr: '' });
  await mkdir(join(root, 'shared'));
  await writeFile(join(root, 'shared/money.ts'), '');
  const later = new Date(Date.now() + 60_000);
  await utimes(join(root, 'shared/money.ts'), later, later);
  expect(start()).toMatchObject({ stdout: 'started\n', stderr: expect.stringContaining('newer') });
});
