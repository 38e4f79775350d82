import { resolve } from 'node:path';
import type { Secrets } from './demo-folder.ts';
import type { Ports } from './ports.ts';

/** How one process is started and how one sees that it is ready. */
export type ProcessPlan = {
  name: 'goodturn' | 'sandbox' | 'shop';
  entry: string;
  env: NodeJS.ProcessEnv;
  /** A URL that answers 200 when the process is ready, or null: its first line of output says so. */
  readyUrl: string | null;
  logFile: string;
};

type Setting = { folder: string; ports: Ports; secrets: Secrets; env: NodeJS.ProcessEnv };

const SANDBOX_EMAIL = 'demo@goodturn.example';

/** The three processes of the demo, all on loopback; each gets only the secrets that are its own. */
export function planProcesses(setting: Setting): ProcessPlan[] {
  return [planSandbox(setting), planGoodturn(setting), planShop(setting)];
}

function planGoodturn({ folder, ports, secrets, env }: Setting): ProcessPlan {
  const url = address(ports.goodturn);
  return {
    name: 'goodturn',
    entry: 'server/run.mjs',
    readyUrl: `${url}/readyz`,
    logFile: resolve(folder, 'goodturn.log'),
    env: {
      ...env,
      PORT: String(ports.goodturn),
      HOST: '127.0.0.1',
      PUBLIC_URL: url,
      DATABASE_URL: env['DATABASE_URL'] ?? `file:${resolve(folder, 'goodturn.sqlite')}`,
      GOODTURN_CONFIG: resolve(folder, 'goodturn.config.json'),
      GOODTURN_SECRET: secrets.GOODTURN_SECRET,
      DEMO_SECRET_KEY: secrets.DEMO_SECRET_KEY,
      DEMO_IDENTITY_SECRET: secrets.DEMO_IDENTITY_SECRET,
      DEMO_WEBHOOK_SECRET: secrets.DEMO_WEBHOOK_SECRET,
      STUDIO_SECRET_KEY: secrets.STUDIO_SECRET_KEY,
      STUDIO_IDENTITY_SECRET: secrets.STUDIO_IDENTITY_SECRET,
      GIFT_CARD_API_URL: address(ports.sandbox),
      // So that a person can see day 15 today; it is refused in production, which a demo never is.
      NODE_ENV: 'development',
      SANDBOX_CLOCK: 'on',
      // The shop that is told lies on this machine.
      WEBHOOK_LOOPBACK: 'on',
      GIFT_CARD_API_EMAIL: SANDBOX_EMAIL,
      GIFT_CARD_API_TOKEN: secrets.SANDBOX_TOKEN,
    },
  };
}

function planSandbox({ folder, ports, secrets, env }: Setting): ProcessPlan {
  return {
    name: 'sandbox',
    entry: 'demo/gift-card-sandbox/main.mjs',
    readyUrl: null,
    logFile: resolve(folder, 'sandbox.log'),
    env: {
      ...env,
      PORT: String(ports.sandbox),
      SANDBOX_PUBLIC_URL: address(ports.sandbox),
      SANDBOX_EMAIL,
      SANDBOX_TOKEN: secrets.SANDBOX_TOKEN,
      SANDBOX_DATA: resolve(folder, 'sandbox.json'),
      // Cards in the post are seen on their way.
      SANDBOX_SHIPPING: 'parcel',
    },
  };
}

function planShop({ folder, ports, secrets, env }: Setting): ProcessPlan {
  return {
    name: 'shop',
    entry: 'demo/shop/main.mjs',
    readyUrl: null,
    logFile: resolve(folder, 'shop.log'),
    env: {
      ...env,
      PORT: String(ports.shop),
      GOODTURN_URL: address(ports.goodturn),
      SHOP_SECRET_KEY: secrets.DEMO_SECRET_KEY,
      SHOP_WEBHOOK_SECRET: secrets.DEMO_WEBHOOK_SECRET,
      STUDIO_SECRET_KEY: secrets.STUDIO_SECRET_KEY,
      SHOP_DATA: resolve(folder, 'shop'),
      SHOP_PUBLIC_URL: address(ports.shop),
    },
  };
}

function address(port: number): string {
  return `http://127.0.0.1:${port}`;
}
