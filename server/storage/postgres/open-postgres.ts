import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Database, DatabaseOptions } from '../database.ts';
import { PendingWrites } from '../pending-writes.ts';
import { rerunLostRace } from '../rerun-lost-race.ts';
import { assertDurability } from './durability.ts';
import { namedStatements } from './named-statements.ts';
import { readingPool } from './reading-pool.ts';
import { resultTypes } from './result-types.ts';
import { retryTransient } from './retry-transient.ts';
import { writeOnce } from './write-once.ts';

const POOL_SIZE = 10;
const RETRIES = 8;
const CONNECT_TIMEOUT_MS = 5000;

/** Opens a pool on a PostgreSQL database that exists. The server groups the commits of its connections by itself. */
export async function openPostgres<T>(url: string, options: DatabaseOptions): Promise<Database<T>> {
  const { onPoint = () => {}, log = () => {}, retries = RETRIES } = options;
  const pool = openPool(url, options);
  await orEnd(pool, assertDurability(pool));
  const named = options.prepareStatements ?? true;
  const view = named ? namedStatements(pool) : pool;
  const db = new Kysely<T>({ dialect: new PostgresDialect({ pool: view }) });
  const read = new Kysely<T>({ dialect: new PostgresDialect({ pool: readingPool(view) }) });
  const pending = new PendingWrites();

  function write<R>(name: string, work: (db: Kysely<T>) => Promise<R>): Promise<R> {
    const once = () => writeOnce(db, work, (moment) => onPoint(`${name}:${moment}`));
    const onRetry = (reason: string) => log('write is run again', { name, reason });
    return pending.track(() => rerunLostRace(() => retryTransient(once, retries, onRetry)));
  }

  return {
    dialect: 'postgres',
    read,
    write,
    pendingWrites: () => pending.count,
    // Its autovacuum does that.
    scrub: async () => {},
    close: () => pending.end(() => pool.end()),
    async check() {
      await pool.query('select 1');
    },
  };
}

function openPool(url: string, { log = () => {}, poolSize = POOL_SIZE }: DatabaseOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: resultTypes(),
  });
  // An error event that nobody hears ends the process. Every client has its listener, also while it is in use; the
  // pool repeats the errors of idle ones.
  pool.on('connect', (client) => {
    client.on('error', (error) => log('database connection lost', { error }));
  });
  pool.on('error', () => {});
  return pool;
}

async function orEnd(pool: Pool, assertion: Promise<void>): Promise<void> {
  try {
    await assertion;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
