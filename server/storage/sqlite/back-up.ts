import SqliteConnection from 'better-sqlite3';
import { BUSY_TIMEOUT_MS } from './durability.ts';

/** Pages that are copied before others get a turn: 4 MB. */
const PAGES_AT_ONCE = 1000;

/**
 * Copies the file while others write to it, into a file that must be empty. `progress` is told how many pages of how
 * many are copied.
 */
export async function copySqlite(
  from: string,
  to: string,
  progress: (copied: number, total: number) => void,
): Promise<void> {
  const connection = new SqliteConnection(from, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    // One snapshot for the whole copy: SQLite would begin anew after each commit of another process, and never end.
    connection.exec('begin');
    connection.prepare('select count(*) from sqlite_schema').get();
    await connection.backup(to, {
      progress({ totalPages, remainingPages }) {
        progress(totalPages - remainingPages, totalPages);
        return PAGES_AT_ONCE;
      },
    });
  } finally {
    connection.close();
  }
}

/** What SQLite finds wrong with a file, its indexes and the references between its rows; nothing when it is whole. */
export function faultsOfSqlite(path: string): string[] {
  const connection = new SqliteConnection(path);
  try {
    const found = connection.prepare<[], string>('pragma integrity_check').pluck().all();
    const faults = found.filter((line) => line !== 'ok');
    const orphans = connection.prepare('pragma foreign_key_check').all().length;
    if (orphans > 0) faults.push(`${orphans} rows refer to rows that are not there`);
    // One file that can be carried away, instead of one with a log beside it; a start turns the log on again.
    connection.pragma('journal_mode = delete');
    return faults;
  } finally {
    connection.close();
  }
}
