import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigFile } from '../../shared/contract/site.ts';
import { acmeConfig, SECRETS, SITE_KEY } from './acme.ts';
import { type RunningProcess, startProcess } from './processes.ts';

export const RUN = fileURLToPath(new URL('../../server/run.mjs', import.meta.url));

/** All servers of a test stand behind one address, as behind a load balancer; nobody has to reach it. */
const PUBLIC_URL = 'https://go.acme.example';
const ORIGIN = 'https://shop.acme.example';

/** Recovery in about a second instead of half a minute; everything else is as in production. */
export const SHORT_LEASES = {
  ORDER_LEASE_MS: '900',
  GIFT_CARD_API_TIMEOUT_MS: '800',
  ORDER_POLL_MS: '50',
};

export type ServerSettings = {
  databaseUrl: string;
  /** Absent: no account, and orders wait. */
  sandboxUrl?: string;
  config?: ConfigFile;
  env?: Record<string, string>;
};

type Call = { method?: string; body?: unknown; headers?: Record<string, string> };

export type ServerProcess = RunningProcess & {
  url: string;
  /** A request of the site's back end, with its secret key. */
  site(path: string, call?: Call): Promise<Response>;
  /** A request of the widget on a page of the site. */
  widget(path: string, call?: Call & { session?: string }): Promise<Response>;
};

/** Starts the built server as `npm start` does, on a free port, and waits until it serves. */
export async function startServerProcess(settings: ServerSettings): Promise<ServerProcess> {
  const { running, forget } = await spawnServer(settings, /^Goodturn on \S+ at (\S+)$/);
  void running.exited.then(forget);
  const url = running.url ?? '';
  return {
    ...running,
    url,
    site: (path, call = {}) =>
      send(url + path, {
        ...call,
        headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, ...call.headers },
      }),
    widget: (path, { session, ...call } = {}) =>
      send(url + path, {
        ...call,
        headers: {
          'X-Site-Key': SITE_KEY,
          Origin: ORIGIN,
          ...(session && { Authorization: `Bearer ${session}` }),
          ...call.headers,
        },
      }),
  };
}

/** Starts a server that is meant to refuse, and waits for its end. */
export async function startRefused(
  settings: ServerSettings,
): Promise<{ code: number | null; said: string[] }> {
  const { running, forget } = await spawnServer(settings);
  const { code } = await running.exited;
  await forget();
  return { code, said: running.lines };
}

/** In a folder of its own: what the server writes by itself (`data/`) must not meet another test's. */
async function spawnServer({ databaseUrl, sandboxUrl, config, env }: ServerSettings, readyPattern?: RegExp) {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-server-'));
  const configFile = join(folder, 'goodturn.config.json');
  await writeFile(configFile, JSON.stringify(config ?? acmeConfig()));
  const account = {
    GIFT_CARD_API_EMAIL: 'sandbox@giftcards.example',
    GIFT_CARD_API_TOKEN: 'sandbox-access-token',
  };
  const running = await startProcess({
    command: process.execPath,
    args: [RUN],
    cwd: folder,
    env: {
      PORT: '0',
      PUBLIC_URL,
      DATABASE_URL: databaseUrl,
      GOODTURN_CONFIG: configFile,
      LOG_LEVEL: 'error',
      GIFT_CARD_API_RATE: '1000',
      ...(sandboxUrl && { GIFT_CARD_API_URL: sandboxUrl, ...account }),
      ...SECRETS,
      ...env,
    },
    ...(readyPattern && { readyPattern }),
  });
  return { running, forget: () => rm(folder, { recursive: true, force: true }) };
}

function send(url: string, { method, body, headers = {} }: Call): Promise<Response> {
  if (body === undefined) return fetch(url, { method: method ?? 'GET', headers });
  return fetch(url, {
    method: method ?? 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
