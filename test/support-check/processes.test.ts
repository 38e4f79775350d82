import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { startProcess } from '../support/processes.ts';

const SERVER = `
require('node:http').createServer().listen(0, '127.0.0.1', function () {
  console.log('ready at http://127.0.0.1:' + this.address().port);
});
process.on('SIGTERM', () => { console.error('bye'); process.exit(3); });`;

const readyPattern = /^ready at (\S+)$/;

function start(script: string, pattern?: RegExp) {
  return startProcess({
    command: process.execPath,
    args: ['-e', script],
    ...(pattern ? { readyPattern: pattern } : {}),
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a process is handed over when it says that it is ready, with its address', async () => {
  const server = await start(SERVER, readyPattern);
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await server.kill()).toEqual({ code: 3, signal: null });
  expect(server.lines.at(-1)).toBe('bye');
});

test('SIGKILL gives the process no last word', async () => {
  const server = await start(SERVER, readyPattern);
  expect(await server.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(server.lines).not.toContain('bye');
});

test('a process that ends before it is ready is an error that repeats what it said', async () => {
  const failing = start("console.error('port taken'); process.exitCode = 1", readyPattern);
  await expect(failing).rejects.toThrow(/ended early with 1:\nport taken/);
});

test('a command that does not exist is an error', async () => {
  await expect(startProcess({ command: 'no-such-command', args: [] })).rejects.toThrow('no-such-command');
});

test('a process gets no settings from the shell of the developer', async () => {
  vi.stubEnv('GOODTURN_SECRET', 'from the shell');
  const printing = await start("console.log(process.env.GOODTURN_SECRET ?? 'nothing')");
  await printing.exited;
  expect(printing.lines).toEqual(['nothing']);
});

test('a runner that is killed leaves no process behind', async () => {
  const processes = fileURLToPath(new URL('../support/processes.ts', import.meta.url));
  const script = `
    import { startProcess } from ${JSON.stringify(processes)};
    const { pid } = await startProcess({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] });
    console.log(pid);`;
  const runner = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const [output] = await once(runner.stdout, 'data');
  const pid = Number(String(output));
  expect(isAlive(pid)).toBe(true);

  runner.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000 });
});
