import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './ports.ts';

/** Named as the environment variables that carry them. */
export type Secrets = {
  GOODTURN_SECRET: string;
  DEMO_SECRET_KEY: string;
  DEMO_IDENTITY_SECRET: string;
  DEMO_WEBHOOK_SECRET: string;
  STUDIO_SECRET_KEY: string;
  STUDIO_IDENTITY_SECRET: string;
  SANDBOX_TOKEN: string;
};

const SECRETS_FILE = 'secrets.json';

/** Makes what the processes find in the folder: secrets, once, and the config with the ports of this run. */
export function prepareFolder(folder: string, ports: Ports): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const source = readFileSync(new URL('../goodturn.config.json', import.meta.url), 'utf8');
  writeFileSync(join(folder, 'goodturn.config.json'), source.replaceAll(':4020', `:${ports.shop}`));
  return readOrMakeSecrets(join(folder, SECRETS_FILE));
}

/** Removes the demo's data. Refuses a folder that the demo did not make, and does nothing when there is none. */
export function removeFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (!existsSync(join(folder, SECRETS_FILE))) {
    throw new Error(`${folder} does not look like data of this demo, so --fresh leaves it alone.`);
  }
  rmSync(folder, { recursive: true });
}

/**
 * The same secrets on every run: with others, what the first run sealed could never be opened again. A folder that an
 * earlier release made gets those that are new.
 */
function readOrMakeSecrets(path: string): Secrets {
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>) : {};
  const secrets = { ...newSecrets(), ...known };
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function newSecrets(): Secrets {
  const random = () => randomBytes(32).toString('base64url');
  return {
    GOODTURN_SECRET: random(),
    DEMO_SECRET_KEY: `sk_${random()}`,
    DEMO_IDENTITY_SECRET: random(),
    DEMO_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    STUDIO_SECRET_KEY: `sk_${random()}`,
    STUDIO_IDENTITY_SECRET: random(),
    SANDBOX_TOKEN: random(),
  };
}
