import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess } from '../support/processes.ts';
import { closedPort } from '../support/scripted-upstream.ts';
import { type GoodturnSettings, goodturnEnv } from './goodturn-settings.ts';
import type { Pin } from './placement.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What is put under load. The last two are the product; the others are what it is measured against. */
export const SERVERS = ['node', 'hono', 'goodturn', 'one-transaction-each'] as const;
export type ServerName = (typeof SERVERS)[number];

const FILES: Record<ServerName, string> = {
  node: 'test/bench/baselines/node-hello.ts',
  hono: 'test/bench/baselines/hono.ts',
  goodturn: 'server/run.mjs',
  'one-transaction-each': 'test/bench/baselines/one-transaction-each.ts',
};

type StartOptions = Omit<GoodturnSettings, 'port'> & { pin: Pin };

/** Starts a server as a process of its own on the server's core. Stop it with SIGKILL or SIGTERM. */
export async function startServer(
  name: ServerName,
  { pin, ...settings }: StartOptions,
): Promise<RunningProcess & { address: string }> {
  const port = await closedPort();
  const isGoodturn = name === 'goodturn' || name === 'one-transaction-each';
  const running = await startProcess({
    ...pin(process.execPath, [FILES[name]]),
    cwd: ROOT,
    env: isGoodturn ? goodturnEnv({ port, ...settings }) : { NODE_ENV: 'production' },
    // The product announces its public address, which nobody listens on here.
    readyPattern: /^(?:baseline|Goodturn) on (\S+)/,
  });
  const address = name === 'goodturn' || running.url === null ? `http://127.0.0.1:${port}` : running.url;
  return { ...running, address };
}
