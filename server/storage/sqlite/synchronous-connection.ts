import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { cachedStatements } from './cached-statements.ts';

/** A connection as Kysely sees it. Each statement runs to its end at once. */
export class SynchronousConnection implements DatabaseConnection {
  readonly #prepare: (sql: string) => Statement;

  constructor(connection: Database) {
    this.#prepare = cachedStatements(connection);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql);
    // What the rows hold is what the query's builder says of them; the driver knows no types.
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), rows: [] };
  }

  streamQuery(): never {
    throw new Error('Streams are not supported: read page by page.');
  }
}
