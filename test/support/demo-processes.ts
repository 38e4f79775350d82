import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UpstreamOrder } from './harness.ts';
import { startProcess } from './processes.ts';
import { closedPort } from './scripted-upstream.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Demo = {
  shopUrl: string;
  goodturnUrl: string;
  sandboxUrl: string;
  /** Where its secrets and its config lie. */
  folder: string;
  /** Every order in the gift-card sandbox's own books. */
  orders(): Promise<UpstreamOrder[]>;
  /** Ends all three as Ctrl-C does; throws when they do not end cleanly. */
  stop(): Promise<void>;
};

/** `npm run demo` as a newcomer starts it, on free ports, with data of its own and the given database. */
export async function startDemo(databaseUrl: string): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-demo-'));
  const [shop, goodturn, sandbox] = await Promise.all([closedPort(), closedPort(), closedPort()]);
  const runner = await startProcess({
    command: process.execPath,
    args: ['demo/run.mjs'],
    cwd: ROOT,
    env: {
      DEMO_DATA: folder,
      DATABASE_URL: databaseUrl,
      SHOP_PORT: String(shop),
      GOODTURN_PORT: String(goodturn),
      SANDBOX_PORT: String(sandbox),
    },
    readyPattern: /Ready\. Open (http:\S+)/,
  });

  return {
    shopUrl: `http://127.0.0.1:${shop}`,
    goodturnUrl: `http://127.0.0.1:${goodturn}`,
    sandboxUrl: `http://127.0.0.1:${sandbox}`,
    folder,
    async orders() {
      const answer = await fetch(`http://127.0.0.1:${sandbox}/__sandbox/orders`);
      const { Data } = (await answer.json()) as { Data: UpstreamOrder[] };
      return Data;
    },
    async stop() {
      const { code } = await runner.kill('SIGINT');
      if (code !== 0) throw new Error(`The demo ended with ${code}:\n${runner.lines.join('\n')}`);
      await rm(folder, { recursive: true });
    },
  };
}
