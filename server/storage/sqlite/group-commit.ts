import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { DatabaseOptions } from '../database.ts';
import { commitTogether, type QueuedWrite, type Writer } from './commit-together.ts';

/** Puts a write into the queue and settles with its group. */
type GroupCommit<T> = <R>(name: string, work: (db: Kysely<T>) => Promise<R>) => Promise<R>;

type GroupSettings = Required<Pick<DatabaseOptions, 'batchLimit' | 'onGroup'>>;

/**
 * The queue in front of the one writing connection: what waits together commits together, so that many writes pay
 * for one flush to disk. A write that arrives while a group runs joins the next one.
 */
export function groupCommit<T>(writer: Writer, { batchLimit, onGroup }: GroupSettings): GroupCommit<T> {
  let waiting: QueuedWrite<T>[] = [];
  let running = false;

  async function runUntilEmpty(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      // One turn of the event loop gathers what its requests want to write, and lets reads in between groups.
      await setImmediate();
      const batch = waiting.slice(0, batchLimit);
      waiting = waiting.slice(batchLimit);
      if (await commitTogether(writer, batch)) onGroup(batch.length, waiting.length);
    }
    running = false;
  }

  return (name, work) =>
    new Promise((resolve, reject) => {
      const run = async (db: Kysely<T>) => {
        const result = await work(db);
        return () => resolve(result);
      };
      waiting.push({ name, run, reject });
      if (!running) void runUntilEmpty();
    });
}
