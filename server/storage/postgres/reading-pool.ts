import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Unavailable } from '../../domain/unavailable.ts';
import { isConnectionLoss } from './failures.ts';

/**
 * The view of a pool that readers get: a connection that breaks, or that cannot be had, is `Unavailable` and no fault of
 * whoever reads. Writes see the driver's own errors, since those tell whether they may run again.
 */
export function readingPool(pool: PostgresPool): PostgresPool {
  // Kysely knows its connections by the identity of the client.
  const views = new WeakMap<PostgresPoolClient, PostgresPoolClient>();

  async function connect(): Promise<PostgresPoolClient> {
    const client = await pool.connect().catch(tell);
    const view = views.get(client) ?? readingClient(client);
    views.set(client, view);
    return view;
  }

  return { connect, end: () => pool.end(), options: pool.options };
}

function readingClient(client: PostgresPoolClient): PostgresPoolClient {
  let isLost = false;
  function lose(error: unknown): never {
    isLost = isConnectionLoss(error);
    return tell(error);
  }

  function query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(asked: string | PostgresCursor<R>, parameters: ReadonlyArray<unknown> = []): unknown {
    return typeof asked === 'string'
      ? client.query<R>(asked, parameters).catch(lose)
      : client.query<R>(asked);
  }

  // Nobody shall get the connection that has just broken.
  return { query, release: (destroy) => client.release(destroy || isLost) };
}

function tell(error: unknown): never {
  if (!isConnectionLoss(error)) throw error;
  throw new Unavailable('The database could not be read.', { cause: error });
}
