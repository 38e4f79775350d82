import type { Database, DatabaseOptions } from './database.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';

/**
 * Opens `postgres://…` on PostgreSQL, and `file:PATH`, a bare path or `:memory:` on SQLite. `:memory:` is a file of
 * its own that is gone after `close`, so that it behaves as every other.
 * Throws one sentence when the address is neither, and `UnsafeDurability` when commits would not survive a power cut.
 */
export async function openDatabase<T>(url: string, options: DatabaseOptions = {}): Promise<Database<T>> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres<T>(url, options);
  const scheme = /^(\w+):\/\//.exec(url)?.[1];
  if (url === '' || (scheme !== undefined && scheme !== 'file')) {
    // The address itself is not repeated: it may hold a password.
    throw new Error('The database address must be postgres://…, file:PATH or a path.');
  }
  return openSqlite<T>(url, options);
}
