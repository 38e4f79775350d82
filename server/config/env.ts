/** Every setting that the server knows, by the name of its environment variable. `config.ts` has their meaning. */
const SETTING_NAMES = [
  'NODE_ENV',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'TRUSTED_PROXIES',
  'DATABASE_URL',
  'GOODTURN_CONFIG',
  'GOODTURN_SECRET',
  'GOODTURN_SECRET_PREVIOUS',
  'AUDIT_CHECKPOINTS',
  'GOODTURN_CRASH_AT',
  'GIFT_CARD_API_URL',
  'GIFT_CARD_API_EMAIL',
  'GIFT_CARD_API_TOKEN',
  'GIFT_CARD_API_RATE',
  'GIFT_CARD_API_CONCURRENCY',
  'GIFT_CARD_API_TIMEOUT_MS',
  'ORDERING',
  'ORDER_LEASE_MS',
  'ORDER_POLL_MS',
  'DRAIN_MS',
  'SIGNING_KEY_DAYS',
  'ADDRESS_RETENTION_DAYS',
  'CONTACT_RETENTION_DAYS',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'WEBHOOK_TIMEOUT_MS',
  'WEBHOOK_POLL_MS',
  'WEBHOOK_LOOPBACK',
  'LOG_LEVEL',
  'SANDBOX_CLOCK',
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

/** The environment as text. Blank counts as absent, because compose files and shells set variables to nothing. */
export type Env = {
  setting(name: SettingName): string | undefined;
  /** A variable that the configuration file names. */
  named(name: string): string | undefined;
};

/** The only reader of the process environment in the server. It is copied, so later changes have no effect. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const values = new Map(Object.entries(source));
  function read(name: string): string | undefined {
    return values.get(name)?.trim() || undefined;
  }
  return { setting: read, named: read };
}
