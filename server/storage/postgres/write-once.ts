import type { ControlledTransaction, Kysely } from 'kysely';
import { Unavailable } from '../../domain/unavailable.ts';
import { isConnectionLoss } from './failures.ts';

/**
 * Runs `work` in one READ COMMITTED transaction. Throws what `work` or the server threw, after undoing everything;
 * `Unavailable` when the connection broke after COMMIT was sent: then it may stand, and must not be run again here.
 */
export async function writeOnce<T, R>(
  db: Kysely<T>,
  work: (db: Kysely<T>) => Promise<R>,
  onPoint: (moment: 'before-commit' | 'after-commit') => void,
): Promise<R> {
  const transaction = await db.startTransaction().setIsolationLevel('read committed').execute();
  let commitSent = false;
  try {
    const result = await work(transaction);
    onPoint('before-commit');
    commitSent = true;
    await transaction.commit().execute();
    onPoint('after-commit');
    return result;
  } catch (error) {
    await undo(transaction);
    throw commitSent && isConnectionLoss(error) ? unknownFate(error) : error;
  }
}

/** A rollback fails only when the connection is gone, and then the server rolls back by itself. */
async function undo<T>(transaction: ControlledTransaction<T>): Promise<void> {
  await transaction
    .rollback()
    .execute()
    .catch(() => {});
}

function unknownFate(cause: unknown): Unavailable {
  return new Unavailable('The connection to the database broke while the write was being committed.', {
    cause,
  });
}
