export type ShopSettings = {
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Where Goodturn answers, without trailing slash. */
  goodturnUrl: string;
  /** The shop's secret key for Goodturn; never reaches a page. */
  secretKey: string;
  /** The studio's, which is another site at Goodturn. */
  studioKey: string;
  /** Proves that a message comes from Goodturn. */
  webhookSecret: string;
  /** Folder for the shop's own data; null keeps everything in memory. */
  dataFolder: string | null;
  /** Where people open the shop; null = the address it listens on. */
  publicUrl: string | null;
};

/** Reads the shop's settings. Throws one sentence that names the variable when something is missing or wrong. */
export function readSettings(env: NodeJS.ProcessEnv): ShopSettings {
  return {
    port: readPort(env['PORT']),
    goodturnUrl: readOrigin('GOODTURN_URL', env['GOODTURN_URL'] ?? 'http://127.0.0.1:4000'),
    secretKey: readSecretKey('SHOP_SECRET_KEY', env['SHOP_SECRET_KEY']),
    studioKey: readSecretKey('STUDIO_SECRET_KEY', env['STUDIO_SECRET_KEY']),
    webhookSecret: readWebhookSecret(env['SHOP_WEBHOOK_SECRET']),
    dataFolder: env['SHOP_DATA'] ?? 'data/demo-shop',
    publicUrl: env['SHOP_PUBLIC_URL'] ? readOrigin('SHOP_PUBLIC_URL', env['SHOP_PUBLIC_URL']) : null,
  };
}

function readPort(text = '4020'): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`PORT must be a number from 0 to 65535 and is "${text}".`);
  }
  return port;
}

function readOrigin(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new Error(`${name} must be a URL such as http://127.0.0.1:4000 and is "${text}".`);
  }
  return new URL(text).origin;
}

function readSecretKey(name: string, key: string | undefined): string {
  if (!key?.startsWith('sk_')) {
    throw new Error(`${name} must hold the secret key (sk_…) that Goodturn knows this shop by.`);
  }
  return key;
}

function readWebhookSecret(secret: string | undefined): string {
  if (!secret?.startsWith('whsec_')) {
    throw new Error(
      'SHOP_WEBHOOK_SECRET must hold the secret (whsec_…) with which Goodturn signs its messages.',
    );
  }
  return secret;
}
