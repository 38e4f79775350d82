import type { Database, Statement } from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const LIMIT = 512;

/**
 * The view of a connection that Kysely gets, which prepares each SQL text once. Preparing costs more than running
 * a point query (stack.md measured a factor of four), and Kysely prepares every time.
 * The oldest text makes room when more than `limit` are in use.
 */
export function cachedStatements(connection: Database, limit = LIMIT): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();

  function prepare(sql: string): SqliteStatement {
    const known = cache.get(sql);
    if (known) return known;
    const [oldest] = cache.keys();
    if (cache.size >= limit && oldest !== undefined) cache.delete(oldest);
    const fresh = shareable(connection, connection.prepare(sql));
    cache.set(sql, fresh);
    return fresh;
  }

  return { prepare, close: () => connection.close() };
}

/** A stream keeps its statement busy between rows, so it never gets the shared one. */
function shareable(connection: Database, statement: Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => connection.prepare(statement.source).iterate(parameters),
  };
}
