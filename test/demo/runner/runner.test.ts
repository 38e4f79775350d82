import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareFolder, removeFolder } from '../../../demo/runner/demo-folder.ts';
import { planProcesses } from '../../../demo/runner/plan.ts';
import { readPorts, takenPort } from '../../../demo/runner/ports.ts';
import { thinLine } from '../../../demo/runner/thin-log.ts';

const PORTS = { goodturn: 5000, sandbox: 5010, shop: 5020 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('ports', () => {
  test('are 4000, 4010 and 4020 unless the environment says otherwise', () => {
    expect(readPorts({ SHOP_PORT: '4021' })).toEqual({ goodturn: 4000, sandbox: 4010, shop: 4021 });
  });

  test.each([{ SHOP_PORT: 'x' }, { SHOP_PORT: '0' }, { SHOP_PORT: '4000' }])('%o is refused', (env) => {
    expect(() => readPorts(env)).toThrow('SHOP_PORT');
  });

  test('a taken one is named with the way out', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await takenPort({ ...PORTS, sandbox: port })).toMatch(
      new RegExp(`^Port ${port} for the gift-card sandbox is taken: .*SANDBOX_PORT=`),
    );
    await new Promise((resolve) => holder.close(resolve));
  });
});

describe('the folder', () => {
  test('gets secrets once, for the owner’s eyes only, and a config that follows the ports', () => {
    const first = prepareFolder(folder, PORTS);
    expect(prepareFolder(folder, PORTS)).toEqual(first);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.DEMO_IDENTITY_SECRET).length).toBeGreaterThanOrEqual(32);
    const config = readFileSync(join(folder, 'goodturn.config.json'), 'utf8');
    expect(config).toContain('http://127.0.0.1:5020/welcome');
    expect(config).not.toContain(':4020');
  });

  test('is removed by --fresh only when the demo made it', () => {
    writeFileSync(join(folder, 'thesis.txt'), 'ten years of work');
    expect(() => removeFolder(folder)).toThrow('leaves it alone');
    prepareFolder(folder, PORTS);
    removeFolder(folder);
    expect(existsSync(folder)).toBe(false);
  });
});

test('each process gets its own secrets and nobody else’s', () => {
  const secrets = prepareFolder(folder, PORTS);
  const plans = planProcesses({ folder, ports: PORTS, secrets, env: {} });
  const seen = Object.fromEntries(plans.map(({ name, env }) => [name, Object.values(env)]));
  expect(seen['goodturn']).toContain(secrets.GOODTURN_SECRET);
  expect(seen['shop']).toContain(secrets.DEMO_SECRET_KEY);
  for (const foreign of [secrets.GOODTURN_SECRET, secrets.DEMO_IDENTITY_SECRET, secrets.SANDBOX_TOKEN]) {
    expect(seen['shop']).not.toContain(foreign);
  }
  expect(seen['sandbox']).not.toContain(secrets.DEMO_SECRET_KEY);
});

test('a DATABASE_URL from outside is kept', () => {
  const secrets = prepareFolder(folder, PORTS);
  const env = { DATABASE_URL: 'postgres://127.0.0.1/demo' };
  const plan = planProcesses({ folder, ports: PORTS, secrets, env }).find(({ name }) => name === 'goodturn');
  expect(plan?.env['DATABASE_URL']).toBe(env.DATABASE_URL);
});

test.each([
  ['{"level":30,"msg":"listening"}', null],
  ['{"level":40,"msg":"slow"}', 'warning: slow'],
  ['{"level":50,"msg":"broken"}', 'error: broken'],
  ['Demo shop on http://127.0.0.1:4020', 'Demo shop on http://127.0.0.1:4020'],
  ['{not json', '{not json'],
  ['', null],
])('of the line %s one sees %s', (line, shown) => {
  expect(thinLine(line)).toBe(shown);
});
