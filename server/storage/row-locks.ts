import { PostgresAdapter } from 'kysely';
import type { Db } from './statement.ts';

/**
 * Whether a write has to lock the rows that it decides about. SQLite has no such clause and needs none: whoever
 * writes has the database for itself.
 */
export function needsRowLocks(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
