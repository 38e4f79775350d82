import { afterAll } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config/config.ts';
import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { createDeps, type Overrides } from '../../server/deps.ts';
import { applyConfig } from '../../server/domain/site/apply-config.ts';
import type { MasterSecrets } from '../../server/open-vault.ts';
import type { ConfigFile } from '../../shared/contract/site.ts';
import { acmeConfig, SECRETS, SITE_KEY } from './acme.ts';
import { type Dialect, freshDatabaseUrl } from './databases.ts';
import { memoryMarks } from './memory-marks.ts';
import { quietLog } from './quiet-log.ts';
import { emptyWidgetFolder } from './widget-folder.ts';

export const PUBLIC_URL = 'https://go.acme.example';
export const ORIGIN = 'https://shop.acme.example';

/** An instant that no test depends on: the clock stands here until a test moves it. */
const START = Date.parse('2026-11-23T12:00:00.000Z');

export type Harness = Awaited<ReturnType<typeof startHarness>>;

type Options = {
  config?: ConfigFile;
  /** Another process on the same database: give it the first one's address. */
  databaseUrl?: string;
  env?: Record<string, string>;
  overrides?: Overrides;
  /** Instead of the tests' master secret, or beside it. */
  secrets?: Partial<MasterSecrets>;
  /** The upstream to order from; the test starts one of its own when absent. */
  sandboxUrl?: string;
};

/** The whole server in this process, on a database of its own, with a clock that the test moves. */
export async function startHarness(dialect: Dialect, options: Options = {}) {
  const clock = { now: START };
  const sandbox = options.sandboxUrl ? null : await startSandbox({ port: 0 });
  const upstream = options.sandboxUrl ?? sandbox?.url ?? '';
  const databaseUrl = options.databaseUrl ?? (await freshDatabaseUrl(dialect));
  const env = readEnv({
    PUBLIC_URL,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    GIFT_CARD_API_URL: upstream,
    GIFT_CARD_API_EMAIL: 'sandbox@giftcards.example',
    GIFT_CARD_API_TOKEN: 'sandbox-access-token',
    // As fast as it may go: pace has tests of its own.
    GIFT_CARD_API_RATE: '1000',
    GIFT_CARD_API_CONCURRENCY: '20',
    ...SECRETS,
    ...options.env,
  });
  const deps = await createDeps(
    readConfig(env),
    { master: SECRETS.GOODTURN_SECRET, ...options.secrets },
    {
      clock: () => clock.now,
      log: quietLog,
      sendMarks: memoryMarks(),
      ...options.overrides,
    },
  );
  const sites = parseConfigFile(JSON.stringify(options.config ?? acmeConfig()), env);
  await applyConfig(deps, sites, clock.now);
  const app = buildApp(deps, { widgetFolder: await emptyWidgetFolder() });

  async function stop(): Promise<void> {
    await deps.close();
    await sandbox?.stop();
  }
  afterAll(stop);

  return {
    deps,
    app,
    clock,
    databaseUrl,
    sandboxUrl: upstream,
    stop,
    /** A request of the site's back end. */
    async post(path: string, body: unknown, headers: Record<string, string> = {}) {
      return app.request(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, ...headers },
      });
    },
    async get(path: string, headers: Record<string, string> = {}) {
      return app.request(path, {
        headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, ...headers },
      });
    },
    /** A request of the widget on a page of the site. */
    async widget(method: string, path: string, { session, body, headers }: WidgetRequest = {}) {
      return app.request(path, {
        method,
        headers: {
          'X-Site-Key': SITE_KEY,
          Origin: ORIGIN,
          ...(session && { Authorization: `Bearer ${session}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    /** What the upstream has in its books, by its own account. */
    async upstreamOrders(): Promise<UpstreamOrder[]> {
      const answer = await fetch(`${upstream}/__sandbox/orders`);
      const { Data } = (await answer.json()) as { Data: UpstreamOrder[] };
      return Data;
    },
    async control(path: string, body: unknown): Promise<void> {
      const answer = await fetch(`${upstream}/__sandbox/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      });
      if (!answer.ok) throw new Error(`sandbox refused ${path}: ${await answer.text()}`);
    },
  };
}

type WidgetRequest = { session?: string; body?: unknown; headers?: Record<string, string> };

export type UpstreamOrder = {
  Id: string;
  PONumber: string;
  Type: string;
  Status: string;
  LineItems: {
    ProductId: string;
    Value: number;
    Quantity: number;
    ClaimData: { ClaimLink?: string; ClaimLinkChallengeAnswer?: string }[];
  }[];
};
