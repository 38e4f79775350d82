import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { ConfigFile } from '../../shared/contract/site.ts';
import { SECRETS } from '../support/acme.ts';
import type { Dialect } from '../support/databases.ts';
import { type Harness, PUBLIC_URL, startHarness } from '../support/harness.ts';
import { startProcess } from '../support/processes.ts';

export type Answer = { status: number; headers: Headers; text: string };

/** One of those who race: each takes requests, and works on orders when told to. */
export type Contestant = {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  work(): Promise<void>;
};

const RACER = fileURLToPath(new URL('./racer.ts', import.meta.url));

/** Two real processes on PostgreSQL; on SQLite, which one process owns, two servers within this one. */
export async function startContestants(
  dialect: Dialect,
  goodturn: Harness,
  config: ConfigFile,
): Promise<Contestant[]> {
  const start = dialect === 'postgres' ? () => startRacer(goodturn) : () => startTwin(goodturn, config);
  return Promise.all([start(), start()]);
}

async function startTwin({ databaseUrl, sandboxUrl }: Harness, config: ConfigFile): Promise<Contestant> {
  const twin = await startHarness('sqlite', { databaseUrl, sandboxUrl, config });
  return {
    post: async (path, body, headers) => read(await twin.post(path, body, headers)),
    work: () => twin.deps.worker.settle(),
  };
}

async function startRacer({ databaseUrl, sandboxUrl, clock }: Harness): Promise<Contestant> {
  const racer = await startProcess({
    command: process.execPath,
    args: [RACER],
    env: {
      ...SECRETS,
      PUBLIC_URL,
      DATABASE_URL: databaseUrl,
      RACE_NOW: String(clock.now),
      GIFT_CARD_API_URL: sandboxUrl,
      GIFT_CARD_API_EMAIL: 'sandbox@giftcards.example',
      GIFT_CARD_API_TOKEN: 'sandbox-access-token',
      GIFT_CARD_API_RATE: '1000',
      GIFT_CARD_API_CONCURRENCY: '20',
    },
    readyPattern: /^Racer on (\S+)/,
  });
  afterAll(async () => {
    await racer.kill('SIGKILL');
  });
  const post = (path: string, init: RequestInit) => fetch(`${racer.url}${path}`, { method: 'POST', ...init });
  return {
    async post(path, body, headers = {}) {
      const own = { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, ...headers };
      return read(await post(path, { body: JSON.stringify(body), headers: own }));
    },
    async work() {
      await post('/__race/work', {});
    },
  };
}

async function read(answer: Response): Promise<Answer> {
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Sends all bodies at once, turn by turn to each contestant. */
export function race(contestants: Contestant[], bodies: unknown[], headers?: Record<string, string>) {
  return Promise.all(
    bodies.map(async (body, index) => {
      const contestant = contestants[index % contestants.length];
      if (!contestant) throw new Error('nobody races');
      return contestant.post('/v1/events', body, headers);
    }),
  );
}

/** How many answers have each status. */
export function tally(answers: Answer[]): Record<number, number> {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, { length }]) => [status, length]));
}
