import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteConnection from 'better-sqlite3';
import type { Database, DatabaseOptions } from '../database.ts';
import { PendingWrites } from '../pending-writes.ts';
import { ConnectionScope } from './connection-scope.ts';
import { assertDurability, BUSY_TIMEOUT_MS, setDurability } from './durability.ts';
import { emptyLog } from './empty-log.ts';
import { groupCommit } from './group-commit.ts';
import { SynchronousConnection } from './synchronous-connection.ts';
import { kyselyOver } from './synchronous-dialect.ts';
import { TurnSnapshot } from './turn-snapshot.ts';
import { whenUnlocked } from './when-unlocked.ts';

const BATCH_LIMIT = 512;

/** Each connection's own memory for pages, in KiB. SQLite's 2 MB hold the indexes of a few thousand rewards only. */
const CACHE_KIB = 65_536;

/**
 * How long the log grows before it is folded into the file, in pages of 4 KiB. Neighbouring rows change the same pages
 * again and again: four times SQLite's default writes and flushes them a fourth as often, and recovery stays short.
 */
const CHECKPOINT_PAGES = 4000;

/** Opens a SQLite file: one connection that writes in groups, one that only reads. Creates the file and its folder. */
export async function openSqlite<T>(url: string, options: DatabaseOptions): Promise<Database<T>> {
  const file = locate(url);
  const writing = await openWriting(file.path);
  const reading = new SqliteConnection(file.path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  giveRoom(writing, reading);
  const snapshot = new TurnSnapshot(reading);
  const { onPoint = () => {}, log = () => {}, onGroup = () => {}, batchLimit = BATCH_LIMIT } = options;
  const writer = { connection: writing, queries: new SynchronousConnection(writing), snapshot, onPoint, log };
  const commit = groupCommit<T>(writer, { batchLimit, onGroup });
  const pending = new PendingWrites();

  function release(): void {
    // The last connection to close folds the log into the file, which the reading one may not.
    reading.close();
    writing.close();
    file.discard();
  }

  return {
    dialect: 'sqlite',
    read: kyselyOver<T>(new ConnectionScope(new SynchronousConnection(reading, () => snapshot.hold()))),
    write: (name, work) => pending.track(() => commit(name, work)),
    scrub: () => emptyLog(writing, snapshot),
    pendingWrites: () => pending.count,
    close: () => pending.end(release),
    async check() {
      for (const connection of [writing, reading]) connection.prepare('select 1 from sqlite_schema').get();
    },
  };
}

function giveRoom(writing: SqliteConnection.Database, reading: SqliteConnection.Database): void {
  for (const connection of [writing, reading]) connection.pragma(`cache_size = -${CACHE_KIB}`);
  // What a savepoint would restore goes into a temporary file from 64 KiB on, which one rewarded purchase exceeds
  // (https://www.sqlite.org/tempfiles.html, section 2.5): six pages out of seven that it wrote were these.
  writing.pragma('temp_store = memory');
  writing.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
}

/** A file that is not there yet is made for its owner only; its log and index take their mode from it. */
function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // It is there already, or cannot be made: SQLite says which, in words that are told on.
  }
}

async function openWriting(path: string): Promise<SqliteConnection.Database> {
  createPrivate(path);
  const connection = new SqliteConnection(path);
  try {
    await whenUnlocked(connection, () => setDurability(connection));
    assertDurability(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function locate(url: string): { path: string; discard: () => void } {
  if (url === ':memory:' || url === 'file::memory:') {
    const folder = mkdtempSync(join(tmpdir(), 'goodturn-'));
    return { path: join(folder, 'memory.db'), discard: () => rmSync(folder, { recursive: true }) };
  }
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.replace(/^file:/, '');
  mkdirSync(dirname(path), { recursive: true });
  return { path, discard: () => {} };
}
