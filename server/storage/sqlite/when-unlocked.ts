import type { Database } from 'better-sqlite3';
import { errorCode } from '../error-code.ts';
import { fullJitter, pause } from '../pause.ts';
import { BUSY_TIMEOUT_MS } from './durability.ts';

const BASE_MS = 1;
const CAP_MS = 50;

/**
 * Runs `action`, and again as long as another process holds the lock, for `BUSY_TIMEOUT_MS` at most. SQLite's own
 * waiting would stop the whole process, reads included, so it is off during the attempts and we wait instead.
 */
export async function whenUnlocked<R>(connection: Database, action: () => R): Promise<R> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return withoutBlocking(connection, action);
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await pause(fullJitter(attempt, BASE_MS, CAP_MS));
  }
}

function withoutBlocking<R>(connection: Database, action: () => R): R {
  connection.pragma('busy_timeout = 0');
  try {
    return action();
  } finally {
    connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

function isBusy(error: unknown): boolean {
  return errorCode(error)?.startsWith('SQLITE_BUSY') ?? false;
}
