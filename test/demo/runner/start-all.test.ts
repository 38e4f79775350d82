import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProcessPlan } from '../../../demo/runner/plan.ts';
import { startAll } from '../../../demo/runner/start-all.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function plan(name: ProcessPlan['name'], program: string, readyUrl: string | null = null): ProcessPlan {
  const entry = join(folder, `${name}.mjs`);
  writeFileSync(entry, program);
  return { name, entry, env: {}, readyUrl, logFile: join(folder, `${name}.log`) };
}

const SERVES = `const beat = setInterval(() => {}, 1000);
process.on('SIGTERM', () => { console.log('bye'); clearInterval(beat); });
console.log('here');`;

test('all get ready, all are asked to end, and their output is kept', async () => {
  const told: string[] = [];
  const demo = startAll([plan('shop', SERVES), plan('sandbox', SERVES)], (line) => told.push(line));
  await demo.ready;
  await demo.stop();
  expect(told.toSorted()).toEqual(['sandbox is ready', 'shop is ready']);
  expect(readFileSync(join(folder, 'shop.log'), 'utf8')).toBe('here\nbye\n');
});

test('a process that ends by itself is named with its exit code and its log', async () => {
  const demo = startAll([plan('shop', SERVES), plan('sandbox', 'process.exit(3)')], () => {});
  expect(await demo.death).toBe(`sandbox ended (exit code 3); its log is ${join(folder, 'sandbox.log')}`);
  await demo.stop();
});

test('a process with a URL is ready when the URL answers with success, not before', async () => {
  const server = `import { createServer } from 'node:http';
    let asked = 0;
    const server = createServer((_, response) => { response.statusCode = ++asked < 3 ? 503 : 200; response.end(); });
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const probe = startAll([plan('shop', server)], () => {});
  await probe.ready;
  const port = Number(readFileSync(join(folder, 'shop.log'), 'utf8'));
  const asked = await fetch(`http://127.0.0.1:${port}`);
  expect(asked.status).toBe(503);
  await probe.stop();

  const fixed = server.replace('listen(0', `listen(${port}`);
  const demo = startAll([plan('goodturn', fixed, `http://127.0.0.1:${port}/readyz`)], () => {});
  await demo.ready;
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
  await demo.stop();
});

test('when the runner is killed without a chance to clean up, its processes end too', async () => {
  const served = plan('shop', tellingItsPid(SERVES));
  const startAllUrl = new URL('../../../demo/runner/start-all.ts', import.meta.url).href;
  const runner = join(folder, 'runner.mjs');
  writeFileSync(
    runner,
    `import { startAll } from '${startAllUrl}';
     await startAll([${JSON.stringify(served)}], () => {}).ready;
     console.log('ready');
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [runner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
    if (output.includes('ready')) child.kill('SIGKILL');
  });
  await closed;
  const pid = Number(readFileSync(join(folder, 'shop.pid'), 'utf8'));
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000 });
});

function tellingItsPid(program: string): string {
  const path = JSON.stringify(join(folder, 'shop.pid'));
  return `import { writeFileSync } from 'node:fs'; writeFileSync(${path}, String(process.pid)); ${program}`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
