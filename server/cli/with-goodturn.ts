import { existsSync } from 'node:fs';
import { type Config, readConfig } from '../config/config.ts';
import { ConfigError } from '../config/faults.ts';
import { readSecrets } from '../config/secrets.ts';
import { crashAt } from '../crash-at.ts';
import { createDeps, type Deps } from '../deps.ts';
import type { Log } from '../domain/log.ts';
import { openingFault } from '../opening-fault.ts';
import type { Call } from './command.ts';

/** A command tells what matters by itself, in sentences. */
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Opens what the server's settings name, works with it, and closes it again. Nothing runs in the background. `declares`:
 * naming the upstream account opens it, which only a command that declares things may do.
 * Throws a `ConfigError` for settings, a database or a secret that do not fit.
 */
export async function withGoodturn<R>(
  { env, terminal }: Pick<Call, 'env' | 'terminal'>,
  { declares }: { declares: boolean },
  work: (deps: Deps) => Promise<R>,
): Promise<R> {
  const config = readConfig(env);
  if (!declares) refuseMissing(config);
  const secrets = readSecrets(env, { production: config.production });
  // What a person should do about the secret is told by the server, and where it may have been made just now.
  if (declares) for (const warning of secrets.warnings) terminal.complain(warning);
  const giftCards = declares ? config.giftCards : { ...config.giftCards, account: NO_ACCOUNT };
  try {
    const deps = await createDeps({ ...config, giftCards }, secrets, {
      log: SILENT,
      ...crashAt(config.crashAt),
    });
    try {
      // Proves that the secret is the database's own, before anything is sealed with it.
      await deps.ready();
      return await work(deps);
    } finally {
      await deps.close();
    }
  } catch (error) {
    throw openingFault(error);
  }
}

/** Working on a database that is made by looking for it would only tell that there is nothing. */
function refuseMissing({ database }: Config): void {
  if (database.kind === 'postgres' || existsSync(database.path)) return;
  throw new ConfigError([
    `There is no database at ${database.path}: run this where the server runs, or set DATABASE_URL to the server's. "goodturn apply FILE" makes a new one.`,
  ]);
}

const NO_ACCOUNT = { kind: 'none' } as const;
