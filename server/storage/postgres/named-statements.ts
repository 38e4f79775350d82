import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

const LIMIT = 512;

/**
 * The view of a pool that Kysely gets, which names statements, so that each connection parses and plans a text once.
 * The server keeps a named statement as long as the connection lives: beyond `limit` texts stay unnamed, so that
 * generated ones (lists of any length) can't fill its memory.
 */
export function namedStatements(pool: Pool, limit = LIMIT): PostgresPool {
  const names = new Map<string, string>();
  // Kysely knows its connections by the identity of the client.
  const views = new WeakMap<PoolClient, PostgresPoolClient>();

  function nameOf(sql: string): string | undefined {
    const known = names.get(sql);
    if (known !== undefined || names.size >= limit) return known;
    const name = `goodturn_${names.size}`;
    names.set(sql, name);
    return name;
  }

  async function connect(): Promise<PostgresPoolClient> {
    const client = await pool.connect();
    const view = views.get(client) ?? namingClient(client, nameOf);
    views.set(client, view);
    return view;
  }

  return { connect, end: () => pool.end(), options: pool.options };
}

function namingClient(client: PoolClient, nameOf: (sql: string) => string | undefined): PostgresPoolClient {
  function query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(sql: unknown, parameters: ReadonlyArray<unknown> = []): unknown {
    if (typeof sql !== 'string') throw new Error('Streams are not supported: read page by page.');
    // BEGIN, COMMIT and DDL carry no parameters and gain nothing from a name.
    const name = parameters.length > 0 ? nameOf(sql) : undefined;
    return client.query({ text: sql, values: [...parameters], ...(name !== undefined && { name }) });
  }

  return { query, release: (destroy) => client.release(destroy) };
}
