import type { Database, Statement } from 'better-sqlite3';
import { LRUCache } from 'lru-cache';

const LIMIT = 512;

/**
 * Prepares each SQL text of a connection once: preparing costs more than running a point query (stack.md measured a
 * factor of four). The text that was used longest ago makes room when more than `limit` are in use.
 */
export function cachedStatements(connection: Database, limit = LIMIT): (sql: string) => Statement {
  const cache = new LRUCache<string, Statement>({ max: limit });

  return function prepare(sql) {
    const known = cache.get(sql);
    if (known) return known;
    const fresh = connection.prepare(sql);
    cache.set(sql, fresh);
    return fresh;
  };
}
