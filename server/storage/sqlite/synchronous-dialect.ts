import type { Database } from 'better-sqlite3';
import {
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { cachedStatements } from './cached-statements.ts';

/**
 * Kysely over one connection whose statements run to their end at once. They cannot interleave, so the lock that
 * Kysely takes around each query is left out: it would wake every waiting query at every step.
 */
export function kyselyOver<T>(connection: Database): Kysely<T> {
  const dialect: Dialect = {
    createAdapter: () => new LockFreeAdapter(),
    createDriver: () => new WriteOnlyByGroup({ database: cachedStatements(connection) }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<T>({ dialect });
}

class LockFreeAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class WriteOnlyByGroup extends SqliteDriver {
  /** Kysely would begin deferred, which fails halfway when another process writes, and without its lock two could mix. */
  override async beginTransaction(): Promise<void> {
    throw new Error('Transactions are opened by Database.write alone.');
  }
}
