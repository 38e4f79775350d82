import { type Clock, MINUTE_MS } from '../clock.ts';
import { SlowedDown } from './gift-cards.ts';

/** How long an account whose catalogue could not be read is not asked for it again, where the upstream asks for no more. */
export const REST_MS = MINUTE_MS;

/** Reads something of an account, or shares in what is read of it already. Rejects as the reading does, and rests after that. */
export type Readings<R> = (accountId: string, read: () => Promise<R>) => Promise<R>;

/**
 * The readings of a process: one of an account at a time, whoever asks meanwhile shares it, and a failure answers for a
 * while. Else whoever asks again and again, as one site may for all on its account, would keep turns from its orders.
 */
export function createReadings<R>(clock: Clock): Readings<R> {
  const underWay = new Map<string, Promise<R>>();
  const failed = new Map<string, { at: number; cause: unknown }>();

  async function read(accountId: string, reading: () => Promise<R>): Promise<R> {
    try {
      const result = await reading();
      failed.delete(accountId);
      return result;
    } catch (cause) {
      failed.set(accountId, { at: clock(), cause });
      throw cause;
    }
  }

  return async function share(accountId, reading) {
    const last = failed.get(accountId);
    // Also after a clock that was set back.
    if (last && Math.abs(clock() - last.at) < restOf(last.cause)) throw last.cause;
    const shared =
      underWay.get(accountId) ?? read(accountId, reading).finally(() => underWay.delete(accountId));
    underWay.set(accountId, shared);
    return shared;
  };
}

function restOf(cause: unknown): number {
  return cause instanceof SlowedDown ? Math.max(REST_MS, cause.retryAfterMs) : REST_MS;
}
