import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { BUSY_TIMEOUT_MS } from './durability.ts';
import type { TurnSnapshot } from './turn-snapshot.ts';

/**
 * Folds the log into the file and cuts it to nothing: pages that were written long ago stay in it otherwise until it
 * is as long again. Comes between two groups of writes; does nothing while another process reads or writes, since the
 * next call comes within the hour.
 */
export async function emptyLog(writing: Database, snapshot: TurnSnapshot): Promise<void> {
  do await setImmediate();
  while (writing.open && writing.inTransaction);
  if (!writing.open) return;
  snapshot.end();
  // The call is synchronous: whoever waited here would keep the whole process waiting.
  writing.pragma('busy_timeout = 0');
  try {
    writing.pragma('wal_checkpoint(truncate)');
  } finally {
    writing.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}
