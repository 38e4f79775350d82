import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

const main = fileURLToPath(new URL('../../demo/gift-card-sandbox/main.mjs', import.meta.url));

// Whoever imports this starts processes, and how long Node needs for that is up to the load of the machine.
vi.setConfig({ testTimeout: 60_000 });

/** Runs the sandbox as people do, in an environment of its own, and collects what it says. */
export function spawnSandbox(environment: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said.error += chunk;
  });
  // 'close' and not 'exit': only then has everything been read that it said.
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
    ...said,
  }));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, said, ended };
}

/** Runs it until it listens. */
export async function runSandbox(environment: Record<string, string>) {
  const { child, said, ended } = spawnSandbox({ PORT: '0', ...environment });
  while (!said.out.includes('\n')) {
    const finished = await Promise.race([once(child.stdout, 'data').then(() => null), ended]);
    if (finished) throw new Error(`The sandbox ended: ${finished.error}`);
  }
  const [, url = ''] = /^Gift-card sandbox on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(said.out) ?? [];
  const end = (signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT') => {
    child.kill(signal);
    return ended;
  };
  return { url, end };
}
