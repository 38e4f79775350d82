import type { Account } from '../order/account.ts';

/** Until when orders were sent, as it is kept outside of the database. */
export type SendMarks = {
  /** The epochs of the installation that sent, oldest first. */
  epochs: string[];
  /** By account, the turn of its latest send (epoch ms). */
  accounts: Record<string, number>;
};

/** Where the marks are kept: beside the database, not in it, so that a restore leaves them as they are. */
export interface SendMarkFile {
  /** Null where there is no file, or none that can be read. */
  read(): Promise<SendMarks | null>;
  /** Resolves when the mark is on disk: only then may the order go out. */
  reach(epochs: string[], accountId: string, at: number): Promise<void>;
  forget(): Promise<void>;
}

/**
 * Whether the database is older than the marks: an account's turns only ever move forwards, and before a turn is marked, one
 * behind it is committed as the next. So where the marked one is still the next, it was not used yet. Marks of another
 * installation, such as one that was deleted, say nothing about this one.
 */
export function wentBack(
  marks: SendMarks | null,
  epochs: string[],
  accounts: Pick<Account, 'id' | 'nextSendAt'>[],
): boolean {
  if (marks === null || !marks.epochs.some((epoch) => epochs.includes(epoch))) return false;
  const turns = new Map(accounts.map(({ id, nextSendAt }) => [id, nextSendAt]));
  return Object.entries(marks.accounts).some(([id, at]) => at >= (turns.get(id) ?? 0));
}
