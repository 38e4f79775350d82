import { HOUR_MS } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';

/** A chore that may fail: what it leaves undone goes the next hour. */
export type Chore = { name: string; run: () => Promise<void> };

export type Hourly = {
  /** Does all chores now and every hour from now on. */
  start(): void;
  /** Resolves when a round that is under way has ended. */
  stop(): Promise<void>;
};

/** The small things that keep a long-running server tidy, one after another, never two rounds at once. */
export function createHourly(chores: Chore[], log: Log): Hourly {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  async function doAll(): Promise<void> {
    for (const { name, run } of chores) {
      await run().catch((err: unknown) => log.warn({ err, chore: name }, 'a chore failed'));
    }
  }

  function begin(): void {
    round ??= doAll().finally(() => {
      round = undefined;
    });
  }

  return {
    start() {
      begin();
      timer = setInterval(begin, HOUR_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
