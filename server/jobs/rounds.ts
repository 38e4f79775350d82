import type { Log } from '../domain/log.ts';

/** A chore that may fail: what it leaves undone goes the next round. */
export type Chore = { name: string; run: () => Promise<void> };

type Rounds = {
  /** Does all chores now, and again and again from now on. */
  start(): void;
  /** Does a round now, if they have started; one that is under way counts. */
  now(): void;
  /** Resolves when a round that is under way has ended. */
  stop(): Promise<void>;
};

/** Does chores every so many ms, one after another, never two rounds at once. */
export function createRounds(chores: Chore[], everyMs: number, log: Log): Rounds {
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
      timer = setInterval(begin, everyMs);
      timer.unref();
    },
    now() {
      if (timer) begin();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await round;
    },
  };
}
