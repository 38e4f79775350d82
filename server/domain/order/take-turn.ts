import { type Clock, SECOND_MS } from '../clock.ts';
import type { Store } from '../store.ts';

export type TurnParts = {
  store: Store;
  clock: Clock;
  /** Waits so many ms. */
  pause: (ms: number) => Promise<unknown>;
  /** Requests per second of an account, over all processes. */
  ratePerSecond: number;
};

/**
 * Waits for the account's next turn to ask the upstream, in one line with the workers of all processes. False, with no
 * turn taken, where that would come after `latest` (epoch ms).
 */
export async function takeTurn(parts: TurnParts, accountId: string, latest: number): Promise<boolean> {
  const everyMs = Math.ceil(SECOND_MS / parts.ratePerSecond);
  const now = parts.clock();
  const at = await parts.store.write('take-turns', async (rows) => {
    const account = await rows.accounts.lock(accountId);
    if (!account || Math.max(account.nextSendAt, now) > latest) return null;
    return rows.accounts.takeTurns(accountId, { count: 1, everyMs, now, change: {} });
  });
  if (at === null) return false;
  if (at > now) await parts.pause(at - now);
  return true;
}
