import { DAY_MS, SECOND_MS } from '../domain/clock.ts';
import { RUN_SHARE } from '../domain/order/schedule.ts';
import { type DatabaseConfig, parseDatabaseUrl } from './database-url.ts';
import type { Env } from './env.ts';
import { ConfigError } from './faults.ts';
import { type SettingReader, settingReader } from './setting.ts';
import { webhookSecretFault } from './webhook-secret.ts';

type UpstreamAccount =
  | { readonly kind: 'account'; readonly url: string; readonly email: string; readonly token: string }
  /** Rewards are decided and their orders wait until an account is configured. */
  | { readonly kind: 'none' };

type AlertTarget =
  /** Without a secret of its own, alerts are signed with a key derived from the master secret. */
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string | null }
  /** Alerts stay in the log and `/metrics`. */
  | { readonly kind: 'none' };

/** What the settings mean. Names end in their unit; secrets that protect our own data are in `secrets.ts`. */
export type Config = {
  readonly production: boolean;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** The origin under which people and browsers reach us; no path, no trailing slash. */
    readonly publicUrl: string;
    /** How many proxies of ours stand in front, each of which adds to `X-Forwarded-For` whom it speaks to. */
    readonly trustedProxies: number;
    /** How long a stop waits for requests that are being answered. */
    readonly drainMs: number;
  };
  readonly database: DatabaseConfig;
  /** Path of the JSON file with sites and programs, or null. */
  readonly configFile: string | null;
  readonly giftCards: {
    /** The installation's account; a site may have its own. */
    readonly account: UpstreamAccount;
    readonly ratePerSecond: number;
    readonly concurrency: number;
    readonly timeoutMs: number;
  };
  readonly ordering: {
    /** False stops all ordering; everything else goes on and orders wait. */
    readonly on: boolean;
    readonly leaseMs: number;
    /** How often a worker looks for due orders. */
    readonly pollMs: number;
  };
  /** How long it is kept where people can be reached. */
  readonly retention: {
    /** The address of one card, counted from its delivery. */
    readonly addressMs: number;
    /** A participant's e-mail and phone, counted from when the site told them last. */
    readonly contactMs: number;
  };
  readonly alerts: AlertTarget;
  /** Path of the file to which signed checkpoints of the audit are appended. */
  readonly auditCheckpoints: string;
  readonly webhooks: {
    /** For one attempt to reach an endpoint, from connecting to the end of its answer. */
    readonly timeoutMs: number;
    /** How often a worker looks for messages. */
    readonly pollMs: number;
    /** Whether endpoints may lie on this very machine, without TLS. Never in production. */
    readonly loopback: boolean;
  };
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Days after which a new signing key takes over. */
  readonly signingKeyDays: number;
  /** Whether the clock can be moved forwards, to see day 15 today. Never in production. */
  readonly sandboxClock: boolean;
  /** Fault injection: the named point at which the process kills itself. Never in production. */
  readonly crashAt: string | null;
  /** What works but is probably not meant; the start logs each one. */
  readonly warnings: readonly string[];
};

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Derives the configuration. Throws a `ConfigError` with every fault at once. */
export function readConfig(env: Env): Config {
  const read = settingReader(env);
  const warnings: string[] = [];
  const production =
    read.oneOf('NODE_ENV', ['production', 'development', 'test'], 'development') === 'production';
  const giftCards = readGiftCards(read, warnings);
  const http = readHttp(read);
  const database = readDatabase(read);
  const config: Config = {
    production,
    http,
    database,
    configFile: read.text('GOODTURN_CONFIG'),
    giftCards,
    ordering: readOrdering(read, giftCards),
    retention: {
      addressMs: read.whole('ADDRESS_RETENTION_DAYS', { min: 0, max: 3650, fallback: 30 }) * DAY_MS,
      contactMs: read.whole('CONTACT_RETENTION_DAYS', { min: 1, max: 3650, fallback: 365 }) * DAY_MS,
    },
    alerts: readAlerts(read),
    auditCheckpoints: read.text('AUDIT_CHECKPOINTS') ?? checkpointsBeside(database),
    webhooks: readWebhooks(read, production),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    signingKeyDays: read.whole('SIGNING_KEY_DAYS', { min: 1, max: 3650, fallback: 90 }),
    sandboxClock: readSandboxClock(read, production),
    crashAt: readCrashPoint(read, production),
    warnings,
  };
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return config;
}

function readHttp(read: SettingReader): Config['http'] {
  const host = read.text('HOST') ?? '127.0.0.1';
  const port = read.whole('PORT', { min: 0, max: 65_535, fallback: 4000 });
  const drainMs = read.whole('DRAIN_MS', { min: 0, max: 600_000, fallback: 10_000 });
  const trustedProxies = read.whole('TRUSTED_PROXIES', { min: 0, max: 10, fallback: 0 });
  const given = read.webUrl('PUBLIC_URL');
  if (given !== null && !isBareOrigin(given)) {
    read.fault(
      'PUBLIC_URL must be an origin such as https://go.example.com, without path, query or password.',
    );
  }
  if (port === 0 && read.text('PUBLIC_URL') === null) {
    read.fault(
      'PUBLIC_URL must be set when PORT is 0, because links cannot name a port that is not known yet.',
    );
  }
  return {
    host,
    port,
    publicUrl: given === null ? `http://${reachableHost(host)}:${port}` : originOf(given),
    trustedProxies,
    drainMs,
  };
}

function isBareOrigin(url: string): boolean {
  const { origin, href } = new URL(url);
  return href === `${origin}/`;
}

function originOf(url: string): string {
  return new URL(url).origin;
}

/** A wildcard address listens everywhere but is nothing that a browser can open. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function readDatabase(read: SettingReader): DatabaseConfig {
  const parsed = parseDatabaseUrl(read.text('DATABASE_URL') ?? 'file:data/goodturn.sqlite');
  if (parsed) return parsed;
  read.fault('DATABASE_URL must be file:PATH, a path of a file, or postgres://USER:PASSWORD@HOST/NAME.');
  return { kind: 'sqlite', path: '' };
}

/** A place outside of the database that is there on every machine; one that others keep is better. */
function checkpointsBeside(database: DatabaseConfig): string {
  return database.kind === 'sqlite' ? `${database.path}.checkpoints` : 'data/goodturn.checkpoints';
}

function readGiftCards(read: SettingReader, warnings: string[]): Config['giftCards'] {
  return {
    account: readAccount(read, warnings),
    ratePerSecond: read.positive('GIFT_CARD_API_RATE', 5, 1000),
    concurrency: read.whole('GIFT_CARD_API_CONCURRENCY', { min: 1, max: 100, fallback: 2 }),
    timeoutMs: read.whole('GIFT_CARD_API_TIMEOUT_MS', { min: 100, max: 300_000, fallback: 20_000 }),
  };
}

const ACCOUNT_SETTINGS = ['GIFT_CARD_API_URL', 'GIFT_CARD_API_EMAIL', 'GIFT_CARD_API_TOKEN'] as const;

function readAccount(read: SettingReader, warnings: string[]): UpstreamAccount {
  const missing = ACCOUNT_SETTINGS.filter((name) => read.text(name) === null);
  const url = read.webUrl('GIFT_CARD_API_URL');
  const email = read.text('GIFT_CARD_API_EMAIL');
  const token = read.text('GIFT_CARD_API_TOKEN');
  if (url !== null && email !== null && token !== null) return { kind: 'account', url, email, token };
  if (missing.length === ACCOUNT_SETTINGS.length) {
    warnings.push(`${ACCOUNT_SETTINGS.join(', ')} are not set: orders wait until they are.`);
  } else if (missing.length > 0) {
    read.fault(`${ACCOUNT_SETTINGS.join(', ')} belong together, and ${missing.join(' and ')} is missing.`);
  }
  return { kind: 'none' };
}

function readOrdering(
  read: SettingReader,
  { timeoutMs, ratePerSecond, concurrency }: Config['giftCards'],
): Config['ordering'] {
  const leaseMs = read.whole('ORDER_LEASE_MS', { min: 200, max: 3_600_000, fallback: 30_000 });
  if (leaseMs <= timeoutMs) {
    read.fault(
      `ORDER_LEASE_MS (${leaseMs}) must be above GIFT_CARD_API_TIMEOUT_MS (${timeoutMs}), or an order loses its lease while it waits for the answer.`,
    );
  }
  // An order whose reply was lost takes two turns, and between them each other attempt may take one.
  const turnsMs = Math.ceil(((concurrency + 1) * SECOND_MS) / ratePerSecond / RUN_SHARE);
  if (leaseMs <= turnsMs) {
    read.fault(
      `ORDER_LEASE_MS (${leaseMs}) must be above ${turnsMs} where GIFT_CARD_API_RATE is ${ratePerSecond} and GIFT_CARD_API_CONCURRENCY is ${concurrency}, or an order whose reply was lost has no time to be found.`,
    );
  }
  return {
    on: read.isOn('ORDERING', 'on'),
    leaseMs,
    pollMs: read.whole('ORDER_POLL_MS', { min: 10, max: DAY_MS, fallback: 1000 }),
  };
}

function readAlerts(read: SettingReader): AlertTarget {
  const url = read.webUrl('ALERT_WEBHOOK_URL');
  const secret = read.text('ALERT_WEBHOOK_SECRET');
  const fault = secret === null ? null : webhookSecretFault('ALERT_WEBHOOK_SECRET', secret);
  if (fault) read.fault(fault);
  if (url === null) return { kind: 'none' };
  return { kind: 'webhook', url, secret };
}

function readWebhooks(read: SettingReader, production: boolean): Config['webhooks'] {
  const loopback = read.isOn('WEBHOOK_LOOPBACK', 'off');
  if (loopback && production) {
    read.fault(
      'WEBHOOK_LOOPBACK must not be on when NODE_ENV is production, because sites could reach this machine with it.',
    );
  }
  return {
    timeoutMs: read.whole('WEBHOOK_TIMEOUT_MS', { min: 100, max: 60_000, fallback: 15_000 }),
    pollMs: read.whole('WEBHOOK_POLL_MS', { min: 10, max: DAY_MS, fallback: 500 }),
    loopback,
  };
}

function readSandboxClock(read: SettingReader, production: boolean): boolean {
  const on = read.isOn('SANDBOX_CLOCK', 'off');
  if (on && production) {
    read.fault(
      'SANDBOX_CLOCK must not be on when NODE_ENV is production, because it lets rewards out before their time.',
    );
  }
  return on;
}

function readCrashPoint(read: SettingReader, production: boolean): string | null {
  const point = read.text('GOODTURN_CRASH_AT');
  if (point !== null && production) {
    read.fault(
      'GOODTURN_CRASH_AT must not be set when NODE_ENV is production, because it kills the process.',
    );
  } else if (point !== null && !/^[a-z-]+:[a-z-]+(@[1-9]\d{0,3})?$/.test(point)) {
    read.fault('GOODTURN_CRASH_AT must be POINT or POINT@N, such as settle-order:before-commit@2.');
  }
  return point;
}
