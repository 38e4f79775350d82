import { type Clock, DAY_MS, HOUR_MS } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import type { Store } from '../domain/store.ts';

export type PruneParts = { store: Store; clock: Clock; log: Log };

export type Pruning = {
  /** Prunes now and every hour from now on. */
  start(): void;
  /** Prunes once. Never rejects: what stays this time goes the next. */
  prune(): Promise<void>;
  /** Resolves when a run that is under way has ended. */
  stop(): Promise<void>;
};

/** How long an `Idempotency-Key` is remembered. The event's own id guards it beyond that. */
const KEY_LIFE_MS = 30 * DAY_MS;

/** Another process's clock may be behind ours, so the ending of a session must outlive its token by more than that. */
const ENDED_SESSION_GRACE_MS = HOUR_MS;

/** Removes what has no use any more: old answers to `Idempotency-Key`s, and endings of sessions that are over anyway. */
export function createPruning({ store, clock, log }: PruneParts): Pruning {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function removeOld(): Promise<void> {
    const now = clock();
    try {
      await store.write('prune', async (rows) => {
        await rows.keyedAnswers.prune(now - KEY_LIFE_MS);
        await rows.sessions.prune(now - ENDED_SESSION_GRACE_MS);
      });
    } catch (error) {
      log.warn({ err: error }, 'pruning failed');
    }
  }

  function prune(): Promise<void> {
    running ??= removeOld().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    start() {
      void prune();
      timer = setInterval(() => void prune(), HOUR_MS);
      timer.unref();
    },
    prune,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
