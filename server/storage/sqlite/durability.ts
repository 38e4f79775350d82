import type { Database } from 'better-sqlite3';
import { UnsafeDurability } from '../unsafe-durability.ts';

/** How long a write waits for a lock that another process holds, in ms. */
export const BUSY_TIMEOUT_MS = 5000;

// The numbers that PRAGMA synchronous reads back: https://www.sqlite.org/pragma.html#pragma_synchronous
const SYNCHRONOUS_FULL = 2;

/** Sets what makes a commit durable. Changing the journal needs the file for itself and may find it locked. */
export function setDurability(connection: Database): void {
  connection.pragma('journal_mode = wal');
  connection.pragma('synchronous = full');
  connection.pragma('foreign_keys = on');
  // What is deleted is overwritten: an erased person must not be legible in the file.
  connection.pragma('secure_delete = on');
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
}

/**
 * Reads the settings back, since SQLite keeps the old value where it can't obey (a file system without shared
 * memory has no WAL) and says nothing. Throws `UnsafeDurability`.
 */
export function assertDurability(connection: Database): void {
  const read = (pragma: string) => connection.pragma(pragma, { simple: true });
  demand('journal_mode', read('journal_mode'), 'wal', (found) => found === 'wal');
  demand('synchronous', read('synchronous'), '2 (full)', (found) => found === SYNCHRONOUS_FULL);
  demand('foreign_keys', read('foreign_keys'), '1 (on)', (found) => found === 1);
  demand('busy_timeout', read('busy_timeout'), `${BUSY_TIMEOUT_MS} ms`, (found) => found === BUSY_TIMEOUT_MS);
}

function demand(setting: string, found: unknown, needed: string, holds: (found: unknown) => boolean): void {
  if (!holds(found)) throw new UnsafeDurability(setting, String(found), needed);
}
