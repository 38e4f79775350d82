import type { ConnectionProvider, DatabaseConnection } from 'kysely';
import type { SynchronousConnection } from './synchronous-connection.ts';

/**
 * Hands the one connection to every query, until the scope ends. All writes share a connection: a query that was
 * started without `await` would otherwise run inside its neighbour, or outside of every transaction.
 */
export class ConnectionScope implements ConnectionProvider {
  readonly #connection: SynchronousConnection;
  #over = false;

  constructor(connection: SynchronousConnection) {
    this.#connection = connection;
  }

  end(): void {
    this.#over = true;
  }

  connection(): SynchronousConnection {
    if (this.#over) throw new Error('This write is over: every query of it must be awaited inside it.');
    return this.#connection;
  }

  async provideConnection<R>(consumer: (connection: DatabaseConnection) => Promise<R>): Promise<R> {
    return consumer(this.connection());
  }
}
