import type { Database as Connection } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { Unavailable } from '../../domain/unavailable.ts';
import type { DatabaseOptions } from '../database.ts';
import { RERUNS, rerunLostRace } from '../rerun-lost-race.ts';
import { ConnectionScope } from './connection-scope.ts';
import { isMediumFailure } from './medium-failure.ts';
import { shortTurns } from './short-turns.ts';
import type { SynchronousConnection } from './synchronous-connection.ts';
import { kyselyOver } from './synchronous-dialect.ts';
import { noteCommit, type TurnSnapshot } from './turn-snapshot.ts';
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
  queries: SynchronousConnection;
  /** What the reading connection holds on to. */
  snapshot: TurnSnapshot;
  onPoint: NonNullable<DatabaseOptions['onPoint']>;
  log: NonNullable<DatabaseOptions['log']>;
};

/**
 * Runs the writes one after another in one transaction and settles them after COMMIT: even a failed write may have
 * failed because of a neighbour that is not durable yet. When the transaction itself is lost, all are rejected with
 * `Unavailable`, and this resolves to false.
 */
export async function commitTogether<T>(writer: Writer, batch: QueuedWrite<T>[]): Promise<boolean> {
  const { connection, onPoint, log } = writer;
  let outcomes: Outcome[];
  let giveWay: () => Promise<void>;
  try {
    await begin(writer);
    giveWay = shortTurns();
    outcomes = await runAll(writer, batch, giveWay);
    for (const name of standing(outcomes)) onPoint(`${name}:before-commit`);
    // Somebody may have read since the last turn of the loop, and the log is folded into the file up to what is read.
    writer.snapshot.end();
    connection.exec('commit');
  } catch (cause) {
    log('a group of writes was rolled back', { writes: batch.length, cause });
    rollBack(connection);
    const lost = new Unavailable('The database could not commit the write.', { cause });
    for (const { reject } of batch) reject(lost);
    return false;
  }
  noteCommit();
  for (const name of standing(outcomes)) onPoint(`${name}:after-commit`);
  for (const { settle } of outcomes) {
    await giveWay();
    settle();
  }
  return true;
}

async function begin({ connection, snapshot }: Writer): Promise<void> {
  // A reader that still looks at the state before would keep the log from ever starting over.
  snapshot.end();
  await whenUnlocked(connection, () => connection.exec('begin immediate'));
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

/**
 * First without savepoints, for which SQLite copies every page that it changes, since hardly any write fails. When one
 * does, all that ran is undone and everybody runs again, now each in a savepoint of its own. Throws when the whole
 * transaction is lost.
 */
async function runAll<T>(
  writer: Writer,
  batch: QueuedWrite<T>[],
  giveWay: () => Promise<void>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const write of batch) {
    await giveWay();
    try {
      outcomes.push({ name: write.name, stands: true, settle: await runOnce(writer, write) });
    } catch (error) {
      throwIfLost(writer, error);
      writer.connection.exec('rollback');
      await begin(writer);
      return runApart(writer, batch, { failed: write, giveWay });
    }
    // The work may have hidden an error after which SQLite had rolled back everything.
    if (!writer.connection.inTransaction) throw new Error('A write lost the transaction.');
  }
  return outcomes;
}

/** `failed` has had one of its attempts. */
async function runApart<T>(
  writer: Writer,
  batch: QueuedWrite<T>[],
  { failed, giveWay }: { failed: QueuedWrite<T>; giveWay: () => Promise<void> },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const write of batch) {
    await giveWay();
    outcomes.push(await runAlone(writer, write, write === failed ? RERUNS - 1 : RERUNS));
  }
  return outcomes;
}

/** Runs one write of the group; its own failure is its own outcome. */
async function runAlone<T>(writer: Writer, write: QueuedWrite<T>, reruns: number): Promise<Outcome> {
  const { name } = write;
  try {
    const settle = await rerunLostRace(() => runInSavepoint(writer, write), reruns);
    return { name, stands: true, settle };
  } catch (error) {
    throwIfLost(writer, error);
    return { name, stands: false, settle: () => write.reject(error) };
  }
}

/** What the medium did, or what rolled everything back, is no failure of one write. */
function throwIfLost({ connection }: Writer, error: unknown): void {
  if (isMediumFailure(error) || !connection.inTransaction) throw error;
}

async function runInSavepoint<T>(writer: Writer, write: QueuedWrite<T>): Promise<() => void> {
  const { connection } = writer;
  connection.exec('savepoint one_write');
  try {
    const settle = await runOnce(writer, write);
    // Fails when the work hid an error after which SQLite had rolled back everything.
    connection.exec('release one_write');
    return settle;
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback to one_write; release one_write');
    throw error;
  }
}

async function runOnce<T>({ queries }: Writer, write: QueuedWrite<T>): Promise<() => void> {
  const scope = new ConnectionScope(queries);
  try {
    return await write.run(kyselyOver<T>(scope));
  } finally {
    scope.end();
  }
}
