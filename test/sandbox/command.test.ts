import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { apiAt, linksOrder, startApi } from './harness.ts';
import { runSandbox, spawnSandbox } from './process.ts';

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly, even while a create hangs', async (signal) => {
  const sandbox = await runSandbox({});
  const api = await apiAt(sandbox.url);
  const hanging = api.order(linksOrder('SIMTIMEOUTBEFORE')).catch(() => null);
  await expect.poll(async () => (await api.records('requests')).length).toBe(2);
  expect(await sandbox.end(signal)).toMatchObject({ code: 0, signal: null, error: '' });
  await hanging;
});

test('settings come from the environment', async () => {
  const environment = {
    SANDBOX_PUBLIC_URL: 'https://cards.example/',
    SANDBOX_FUNDS: '20.50',
    SANDBOX_CASING: 'camel',
  };
  const { url } = await runSandbox(environment);
  const api = await apiAt(url);
  expect(await api.balance()).toEqual({ Available: '20.50', Pending: '0.00' });
  const created = await api.order(linksOrder('ENV'));
  expect(created.body).toMatchObject({
    lineItems: [
      { claimData: [{ claimLink: expect.stringMatching(/^https:\/\/cards\.example\/claim\/\S+$/) }] },
    ],
  });
});

test('a port in use ends with one sentence', async () => {
  const { url } = await startApi();
  const { port } = new URL(url);
  const { code, error } = await spawnSandbox({ PORT: port }).ended;
  expect(code).toBe(1);
  expect(error).toBe(`Port ${port} is already in use: set PORT to another one.\n`);
});

test.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['SANDBOX_PUBLIC_URL', 'cards'],
  ['SANDBOX_EMAIL', ''],
  ['SANDBOX_FUNDS', '10 dollars'],
  ['SANDBOX_CASING', 'snake'],
  ['SANDBOX_CONFLICT_BODY', 'none'],
  ['SANDBOX_HOOK_DUPLICATES', '4'],
  ['SANDBOX_TOKEN_SECONDS', 'long'],
])('%s=%s ends with one sentence that names the variable', async (name, value) => {
  const { code, error } = await spawnSandbox({ PORT: '0', [name]: value }).ended;
  expect(code).toBe(1);
  expect(error).toMatch(new RegExp(`^${name} is not usable: .+\\.\\n$`));
});

test('the sandbox imports nothing of the rest of the project', () => {
  const folder = fileURLToPath(new URL('../../demo/gift-card-sandbox/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|mjs)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(20);
  const foreign = files.flatMap((name) => {
    const source = readFileSync(join(folder, name), 'utf8');
    const targets = [...source.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target = '']) => target);
    // A file of the folder itself may climb one level out of routes/, no file may climb further.
    const isOwn = (target: string) =>
      target.startsWith('./') || (name.startsWith('routes') && /^\.\.\/[a-z-]+\.ts$/.test(target));
    const isPackage = (target: string) => /^(node:|hono|@hono\/node-server|zod$|nanoid$)/.test(target);
    return targets
      .filter((target) => !isOwn(target) && !isPackage(target))
      .map((target) => `${name}: ${target}`);
  });
  expect(foreign).toEqual([]);
});
