import type { Database as Connection } from 'better-sqlite3';
import type { DatabaseConnection, Kysely } from 'kysely';
import { Unavailable } from '../../domain/unavailable.ts';
import type { DatabaseOptions } from '../database.ts';
import { rerunLostRace } from '../rerun-lost-race.ts';
import { ConnectionScope } from './connection-scope.ts';
import { isMediumFailure } from './medium-failure.ts';
import { kyselyOver } from './synchronous-dialect.ts';
import { whenUnlocked } from './when-unlocked.ts';

/** A write that waits for its group. `run` resolves to what settles it, to be called when the commit is durable. */
export type QueuedWrite<T> = {
  name: string;
  run: (db: Kysely<T>) => Promise<() => void>;
  reject: (reason: unknown) => void;
};

/** How a write ended inside its transaction: whether it stands if the commit does, and how to tell who asked for it. */
type Outcome = { name: string; stands: boolean; settle: () => void };

/** The one connection that writes, and the same as Kysely sees it. */
export type Writer = {
  connection: Connection;
  queries: DatabaseConnection;
  onPoint: NonNullable<DatabaseOptions['onPoint']>;
  log: NonNullable<DatabaseOptions['log']>;
};

/**
 * Runs the writes one after another in one transaction, each in its own savepoint, and settles them after COMMIT:
 * even a failed write may have failed because of a neighbour that is not durable yet. When the transaction itself
 * is lost, all are rejected with `Unavailable`, and this resolves to false.
 */
export async function commitTogether<T>(writer: Writer, batch: QueuedWrite<T>[]): Promise<boolean> {
  const { connection, onPoint, log } = writer;
  const outcomes: Outcome[] = [];
  try {
    await whenUnlocked(connection, () => connection.exec('begin immediate'));
    for (const write of batch) outcomes.push(await runAlone(writer, write));
    for (const name of standing(outcomes)) onPoint(`${name}:before-commit`);
    connection.exec('commit');
  } catch (cause) {
    log('a group of writes was rolled back', { writes: batch.length, cause });
    rollBack(connection);
    const lost = new Unavailable('The database could not commit the write.', { cause });
    for (const { reject } of batch) reject(lost);
    return false;
  }
  for (const name of standing(outcomes)) onPoint(`${name}:after-commit`);
  for (const { settle } of outcomes) settle();
  return true;
}

function rollBack(connection: Connection): void {
  try {
    if (connection.inTransaction) connection.exec('rollback');
  } catch {
    // The failing disk that lost the group may fail this too. The next group then can't begin and tries it again.
  }
}

/** The names of the writes that the commit makes durable. */
function standing(outcomes: Outcome[]): string[] {
  return outcomes.filter(({ stands }) => stands).map(({ name }) => name);
}

/** Runs one write of the group; its own failure is its own outcome. Throws when the whole transaction is lost. */
async function runAlone<T>(writer: Writer, write: QueuedWrite<T>): Promise<Outcome> {
  const { name } = write;
  try {
    const settle = await rerunLostRace(() => runInSavepoint(writer, write));
    return { name, stands: true, settle };
  } catch (error) {
    if (isMediumFailure(error) || !writer.connection.inTransaction) throw error;
    return { name, stands: false, settle: () => write.reject(error) };
  }
}

async function runInSavepoint<T>(
  { connection, queries }: Writer,
  write: QueuedWrite<T>,
): Promise<() => void> {
  const scope = new ConnectionScope(queries);
  connection.exec('savepoint one_write');
  try {
    const settle = await write.run(kyselyOver<T>(scope));
    // Fails when the work hid an error after which SQLite had rolled back everything.
    connection.exec('release one_write');
    return settle;
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback to one_write; release one_write');
    throw error;
  } finally {
    scope.end();
  }
}
