import { type Clock, SECOND_MS } from '../clock.ts';
import type { Store } from '../store.ts';
import type { GiftCardAccount, PacedAccount } from './gift-cards.ts';

export type TurnParts = {
  store: Store;
  clock: Clock;
  /** Waits so many ms. */
  pause: (ms: number) => Promise<unknown>;
  /** Requests per second of an account, over all processes. */
  ratePerSecond: number;
  /** Aborts when whoever asks has to leave: then there are no turns any more. */
  signal?: AbortSignal;
};

/**
 * Waits for the account's next turn to ask the upstream, in one line with the workers of all processes. False where that
 * would come after `latest` (epoch ms), with no turn taken, where whoever asks wakes up from it too late, and where it
 * leaves before. An account that is not stored yet has no line: whoever asks about it keeps the pace alone.
 */
async function takeTurn(parts: TurnParts, accountId: string, latest: number): Promise<boolean> {
  const { signal } = parts;
  if (signal?.aborted) return false;
  const now = parts.clock();
  const at = await joinLine(parts, accountId, now, latest);
  if (at === null) return false;
  if (at > now) await parts.pause(at - now);
  return !signal?.aborted && parts.clock() <= latest;
}

/** Takes the account's next turn and resolves to its instant (epoch ms); null, with none taken, where it is after `latest`. */
export function joinLine(
  { store, ratePerSecond }: Pick<TurnParts, 'store' | 'ratePerSecond'>,
  accountId: string,
  now: number,
  latest: number,
): Promise<number | null> {
  const everyMs = Math.ceil(SECOND_MS / ratePerSecond);
  return store.write('take-turns', async (rows) => {
    const account = await rows.accounts.lock(accountId);
    if (!account) return now + everyMs;
    if (Math.max(account.nextSendAt, now) > latest) return null;
    return rows.accounts.takeTurns(accountId, { count: 1, everyMs, now, change: {} });
  });
}

type Pace = {
  /** No request goes out in a turn after it (epoch ms). */
  latest: number;
  /** Turns that were taken for it before. */
  taken: number;
};

/** The account with a turn for every request that is made with it. */
export function pacedAccount(
  parts: TurnParts,
  account: GiftCardAccount,
  { latest, taken }: Pace,
): PacedAccount {
  let left = taken;
  return {
    ...account,
    async nextTurn() {
      if (left === 0) return takeTurn(parts, account.id, latest);
      left -= 1;
      // Asked right before the request: whoever was frozen since the turn was taken finds that it is too late.
      return parts.clock() <= latest;
    },
  };
}
