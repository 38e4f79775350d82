import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess } from './processes.ts';

const MAIN = fileURLToPath(new URL('../../demo/gift-card-sandbox/main.mjs', import.meta.url));

type SandboxOrder = {
  Id: string;
  PONumber: string;
  Status: string;
  /** How many creates named the number. */
  Creates: number;
};

export type SandboxProcess = RunningProcess & {
  url: string;
  /** What the upstream has in its books, by its own account: the judge of money. */
  orders(): Promise<SandboxOrder[]>;
  /** `POST /__sandbox/<path>`. */
  control(path: string, body: object): Promise<void>;
};

/** The gift-card sandbox as a process of its own, with a journal that survives it and funds for a whole file of tests. */
export async function startSandboxProcess(journal: string): Promise<SandboxProcess> {
  const running = await startProcess({
    command: process.execPath,
    args: [MAIN],
    env: { PORT: '0', SANDBOX_DATA: journal, SANDBOX_FUNDS: '1000000.00' },
    readyPattern: /^Gift-card sandbox on (\S+)$/,
  });
  const url = running.url ?? '';
  return {
    ...running,
    url,
    async orders() {
      const answer = await fetch(`${url}/__sandbox/orders`);
      const { Data } = (await answer.json()) as { Data: SandboxOrder[] };
      return Data;
    },
    async control(path, body) {
      const answer = await fetch(`${url}/__sandbox/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`);
    },
  };
}
