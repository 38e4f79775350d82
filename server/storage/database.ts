import type { Kysely } from 'kysely';

/** One database behind either dialect, generic over the Kysely table type. */
export interface Database<T> {
  readonly dialect: 'sqlite' | 'postgres';

  /**
   * For reading what is committed, one statement at a time. On SQLite it refuses to write, and what another process
   * commits is seen from the next turn of the event loop on.
   */
  readonly read: Kysely<T>;

  /**
   * Runs `work` in one transaction and settles only once the commit is durable.
   *
   * `work` is a function of the database: it uses the `db` it is handed and nothing else that waits (no network, no
   * timer, no `write` inside a `write`), and it may run several times, so it changes nothing outside. When a
   * statement fails it must throw: PostgreSQL refuses to go on in that transaction.
   *
   * `name` names the write in logs and in the points `<name>:before-commit` and `<name>:after-commit`.
   *
   * Rejects with what `work` threw, with `LostRace` when the race was lost every time, and with `Unavailable`
   * when the database could not take the write.
   */
  write<R>(name: string, work: (db: Kysely<T>) => Promise<R>): Promise<R>;

  /** Writes that were asked for and are not settled. Overload is told by this number. */
  pendingWrites(): number;

  /**
   * Removes from the files what deleted and replaced rows left behind, as far as that can be done now without making
   * anybody wait. SQLite empties its log; PostgreSQL does it by itself (autovacuum).
   */
  scrub(): Promise<void>;

  /** Lets pending writes finish, then releases everything. Later writes reject with `Unavailable`. */
  close(): Promise<void>;

  /** Resolves when the database answers, throws when it is unusable (for `/readyz`). */
  check(): Promise<void>;
}

export type DatabaseOptions = {
  /** Told each point that a write passes, synchronously, so that a crash test can kill the process there. Must not throw. */
  onPoint?: (point: string) => void;
  /** Told what an operator wants to know: lost connections, reruns after deadlocks, lost groups. */
  log?: (message: string, fields: Record<string, unknown>) => void;
  /** SQLite: told how many writes each commit made durable, and how many wait behind it. Must not throw. */
  onGroup?: (writes: number, waiting: number) => void;
  /** SQLite: how many waiting writes share one commit at most, so that none waits long for its neighbours. Default 512. */
  batchLimit?: number;
  /** PostgreSQL: connections at most. Default 10. */
  poolSize?: number;
  /** PostgreSQL: reruns of a write after a serialization failure, a deadlock or a lost connection. Default 8. */
  retries?: number;
  /** PostgreSQL: name statements, so that the server plans each once. Off for poolers that can't. Default true. */
  prepareStatements?: boolean;
};
