import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { cachedStatements } from './cached-statements.ts';

/** A connection as Kysely sees it. Each statement runs to its end at once, `before` it what must come first. */
export class SynchronousConnection implements DatabaseConnection {
  readonly #prepare: (sql: string) => Statement;
  readonly #before: () => void;

  constructor(connection: Database, before: () => void = () => {}) {
    this.#prepare = cachedStatements(connection);
    this.#before = before;
  }

  /** The rows of a statement; none for one that gives none. */
  rowsOf(sql: string, parameters: readonly unknown[]): unknown[] {
    this.#before();
    const statement = this.#prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    this.#before();
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
