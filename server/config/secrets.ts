import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { weakness } from '../domain/secret-strength.ts';
import type { Env } from './env.ts';
import { ConfigError } from './faults.ts';

/** Where a generated secret is kept, beside the default database. */
const SECRET_FILE = 'data/goodturn.secret';

export type Secrets = {
  /** Sealing, MAC and signing keys are derived from it or wrapped with it. Losing it loses every stored claim. */
  readonly master: string;
  /** The master secret of before, while a rotation has not ended; else null. */
  readonly previous: string | null;
  readonly warnings: readonly string[];
};

type SecretOptions = { production: boolean; file?: string };

/**
 * The master secret from `GOODTURN_SECRET`, else from the file, which is generated at the first start. Throws a
 * `ConfigError` for a weak secret, and in production for an absent one: a file that a container forgets would
 * make all sealed claims unreadable.
 */
export function readSecrets(env: Env, options: SecretOptions): Secrets {
  const named = env.setting('GOODTURN_SECRET_PREVIOUS');
  const previous = named === undefined ? null : checked(named, 'GOODTURN_SECRET_PREVIOUS');
  const current = readMaster(env, options);
  if (current.master === previous) {
    throw new ConfigError(['GOODTURN_SECRET_PREVIOUS must not be the same as GOODTURN_SECRET.']);
  }
  return { ...current, previous };
}

function readMaster(
  env: Env,
  { production, file = SECRET_FILE }: SecretOptions,
): Pick<Secrets, 'master' | 'warnings'> {
  const given = env.setting('GOODTURN_SECRET');
  if (given !== undefined) return { master: checked(given, 'GOODTURN_SECRET'), warnings: [] };
  if (production) {
    throw new ConfigError([
      'GOODTURN_SECRET must be set when NODE_ENV is production; use 32 or more random bytes.',
    ]);
  }
  const created = createOnce(file);
  const origin = created ? `a new secret was written to ${file}` : `the secret in ${file} is used`;
  const warning = `GOODTURN_SECRET is not set: ${origin}. Keep it, the stored claims cannot be read without it.`;
  return { master: checked(readFileSync(file, 'utf8').trim(), file), warnings: [warning, ...openTo(file)] };
}

function checked(secret: string, name: string): string {
  const fault = weakness(secret);
  if (fault) throw new ConfigError([`${name} ${fault}.`]);
  return secret;
}

/** False when the file is there already, also when another process was faster: `wx` decides between them. */
function createOnce(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new ConfigError([`${file} could not be written; set GOODTURN_SECRET or make its folder writable.`]);
  }
}

function openTo(file: string): string[] {
  const isOpen = (statSync(file).mode & 0o077) !== 0;
  return isOpen ? [`${file} can be read by other users of this machine; run chmod 600 on it.`] : [];
}
