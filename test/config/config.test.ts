import { describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config/config.ts';
import { readEnv } from '../../server/config/env.ts';
import { ConfigError } from '../../server/config/faults.ts';

function configOf(settings: Record<string, string>) {
  return readConfig(readEnv(settings));
}

function faultsOf(settings: Record<string, string>): readonly string[] {
  try {
    configOf(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const ACCOUNT = {
  GIFT_CARD_API_URL: 'http://127.0.0.1:4010',
  GIFT_CARD_API_EMAIL: 'ops@acme.example',
  GIFT_CARD_API_TOKEN: 'upstream-token',
};

describe('without any setting', () => {
  test('the server runs on loopback with SQLite, and says what waits', () => {
    const config = configOf({});
    expect(config).toEqual({
      production: false,
      http: {
        host: '127.0.0.1',
        port: 4000,
        publicUrl: 'http://127.0.0.1:4000',
        trustedProxies: 0,
        drainMs: 10_000,
      },
      database: { kind: 'sqlite', path: 'data/goodturn.sqlite' },
      configFile: null,
      giftCards: { account: { kind: 'none' }, ratePerSecond: 5, concurrency: 2, timeoutMs: 20_000 },
      ordering: { on: true, leaseMs: 30_000, pollMs: 1000 },
      alerts: { kind: 'none' },
      auditCheckpoints: 'data/goodturn.sqlite.checkpoints',
      logLevel: 'info',
      signingKeyDays: 90,
      retention: { addressMs: 30 * 86_400_000, contactMs: 365 * 86_400_000 },
      webhooks: { timeoutMs: 15_000, pollMs: 500, loopback: false },
      sandboxClock: false,
      crashAt: null,
      warnings: [expect.stringContaining('orders wait')],
    });
  });

  test('a blank setting counts as absent', () => {
    expect(configOf({ PORT: ' ', GOODTURN_CONFIG: '' })).toEqual(configOf({}));
  });
});

describe('a setting', () => {
  test.for([
    [{ DATABASE_URL: 'file:x/y.sqlite' }, { kind: 'sqlite', path: 'x/y.sqlite' }],
    [{ DATABASE_URL: 'file:///var/x.sqlite' }, { kind: 'sqlite', path: '/var/x.sqlite' }],
    [{ DATABASE_URL: './x.sqlite' }, { kind: 'sqlite', path: './x.sqlite' }],
    [{ DATABASE_URL: 'postgres://u:p@h/d' }, { kind: 'postgres', url: 'postgres://u:p@h/d' }],
    [{ DATABASE_URL: 'postgresql://h/d' }, { kind: 'postgres', url: 'postgresql://h/d' }],
  ] as const)('%o names the database %o', ([settings, database]) => {
    expect(configOf(settings).database).toEqual(database);
  });

  test.for([
    [{ HOST: '0.0.0.0', PORT: '80' }, 'http://127.0.0.1:80'],
    [{ HOST: '::1' }, 'http://[::1]:4000'],
    [{ PUBLIC_URL: 'https://go.example.com/' }, 'https://go.example.com'],
    [{ PUBLIC_URL: 'https://go.example.com:443' }, 'https://go.example.com'],
  ] as const)('%o makes the public address %s', ([settings, publicUrl]) => {
    expect(configOf(settings).http.publicUrl).toBe(publicUrl);
  });

  test('switches ordering off, and connects upstream and alerts', () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const config = configOf({
      ...ACCOUNT,
      ORDERING: 'off',
      GIFT_CARD_API_RATE: '0.5',
      ALERT_WEBHOOK_URL: 'https://ops.example/hook',
      ALERT_WEBHOOK_SECRET: secret,
    });
    expect(config.ordering.on).toBe(false);
    expect(config.giftCards).toMatchObject({
      account: { kind: 'account', token: 'upstream-token' },
      ratePerSecond: 0.5,
    });
    expect(config.alerts).toEqual({ kind: 'webhook', url: 'https://ops.example/hook', secret });
    expect(config.warnings).toEqual([]);
  });
});

describe('a faulty setting stops the start with one sentence', () => {
  test.for([
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535, not "abc".'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not "70000".'],
    [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535, not "-1".'],
    [{ PORT: '4e3' }, 'PORT must be a whole number from 0 to 65535, not "4e3".'],
    [{ GIFT_CARD_API_RATE: '0' }, 'GIFT_CARD_API_RATE must be a number above 0 and up to 1000, not "0".'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info, warn, error, silent, not "loud".'],
    [{ ORDERING: 'true' }, 'ORDERING must be one of on, off, not "true".'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV must be one of production, development, test, not "prod".'],
    [
      { PUBLIC_URL: 'https://go.example.com/app' },
      'PUBLIC_URL must be an origin such as https://go.example.com, without path, query or password.',
    ],
    [
      { PUBLIC_URL: 'go.example.com' },
      'PUBLIC_URL must be a web address that begins with http:// or https://.',
    ],
    [
      { PORT: '0' },
      'PUBLIC_URL must be set when PORT is 0, because links cannot name a port that is not known yet.',
    ],
    [
      { ORDER_LEASE_MS: '5000', GIFT_CARD_API_TIMEOUT_MS: '5000' },
      'ORDER_LEASE_MS (5000) must be above GIFT_CARD_API_TIMEOUT_MS (5000), or an order loses its lease while it waits for the answer.',
    ],
    [
      { GIFT_CARD_API_RATE: '0.03' },
      'ORDER_LEASE_MS (30000) must be above 111112 where GIFT_CARD_API_RATE is 0.03 and GIFT_CARD_API_CONCURRENCY is 2, or an order whose reply was lost has no time to be found.',
    ],
    [
      { ORDER_LEASE_MS: '1000', GIFT_CARD_API_TIMEOUT_MS: '900', GIFT_CARD_API_RATE: '1' },
      'ORDER_LEASE_MS (1000) must be above 3334 where GIFT_CARD_API_RATE is 1 and GIFT_CARD_API_CONCURRENCY is 2, or an order whose reply was lost has no time to be found.',
    ],
    [
      { GIFT_CARD_API_URL: 'http://127.0.0.1:4010', GIFT_CARD_API_EMAIL: 'ops@acme.example' },
      'GIFT_CARD_API_URL, GIFT_CARD_API_EMAIL, GIFT_CARD_API_TOKEN belong together, and GIFT_CARD_API_TOKEN is missing.',
    ],
    [
      { ALERT_WEBHOOK_SECRET: 'secret' },
      'ALERT_WEBHOOK_SECRET must be whsec_ and 24 to 64 random bytes in base64.',
    ],
    [
      { NODE_ENV: 'production', WEBHOOK_LOOPBACK: 'on' },
      'WEBHOOK_LOOPBACK must not be on when NODE_ENV is production, because sites could reach this machine with it.',
    ],
    [
      { NODE_ENV: 'production', GOODTURN_CRASH_AT: 'before-send' },
      'GOODTURN_CRASH_AT must not be set when NODE_ENV is production, because it kills the process.',
    ],
  ] as const)('%o', ([settings, sentence]) => {
    expect(faultsOf(settings)).toEqual([sentence]);
  });

  test('and all faults come together', () => {
    const faults = faultsOf({ PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: 'mysql://h/d' });
    expect(faults.map((sentence) => sentence.split(' ')[0])).toEqual(['PORT', 'DATABASE_URL', 'LOG_LEVEL']);
  });

  test('that never repeats a password', () => {
    const faults = faultsOf({
      DATABASE_URL: 'mysql://root:hunter2@h/d',
      ALERT_WEBHOOK_URL: 'ftp://u:hunter2@h',
    });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('hunter2');
  });
});
