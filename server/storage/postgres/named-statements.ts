import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { isStalePlan } from './failures.ts';

const LIMIT = 512;

/**
 * The view of a pool that Kysely gets, which names statements, so that each connection parses and plans a text once.
 * The server keeps a named statement as long as the connection lives: beyond `limit` texts stay unnamed, so that
 * generated ones (lists of any length) can't fill its memory.
 */
export function namedStatements(pool: Pool, limit = LIMIT): PostgresPool {
  const names = new StatementNames(limit);
  // Kysely knows its connections by the identity of the client.
  const views = new WeakMap<PoolClient, PostgresPoolClient>();

  async function connect(): Promise<PostgresPoolClient> {
    const client = await pool.connect();
    const view = views.get(client) ?? namingClient(client, names);
    views.set(client, view);
    return view;
  }

  return { connect, end: () => pool.end(), options: pool.options };
}

class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #limit: number;
  #given = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  of(sql: string): string | undefined {
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= this.#limit) return known;
    this.#given += 1;
    const name = `goodturn_${this.#given}`;
    this.#names.set(sql, name);
    return name;
  }

  /** The text gets a new name next time, and with it a new plan on every connection. */
  forget(sql: string): void {
    this.#names.delete(sql);
  }
}

function namingClient(client: PoolClient, names: StatementNames): PostgresPoolClient {
  function query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(sql: unknown, parameters: ReadonlyArray<unknown> = []): unknown {
    if (typeof sql !== 'string') throw new Error('Streams are not supported: read page by page.');
    const values = [...parameters];
    // BEGIN, COMMIT and DDL carry no parameters and gain nothing from a name.
    const name = values.length > 0 ? names.of(sql) : undefined;
    if (name === undefined) return client.query(sql, values);
    return client.query({ name, text: sql, values }).catch((error: unknown) => {
      if (isStalePlan(error)) names.forget(sql);
      throw error;
    });
  }

  return { query, release: (destroy) => client.release(destroy) };
}
