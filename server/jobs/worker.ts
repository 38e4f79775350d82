import type { Log } from '../domain/log.ts';

export type WorkerParts<Target, Claimed> = {
  /** Where work may go now: upstream accounts for orders, endpoints for messages. */
  targets: () => Promise<Target[]>;
  /** Whether work waits that must run alone. */
  hasSuspects: (target: Target) => Promise<boolean>;
  /** Takes due work; `alone` takes one suspect instead of healthy ones. */
  claim: (target: Target, alone: boolean) => Promise<Claimed[]>;
  /** Runs one attempt to its end. Aborted before its turn, it gives the work back. Never rejects. */
  attempt: (target: Target, claimed: Claimed, signal: AbortSignal) => Promise<void>;
  /** How long to rest when nothing wakes it, in ms. */
  pollMs: number;
  log: Log;
};

export type Worker = {
  start(): void;
  /** Looks for due work now instead of at the next poll. */
  wake(): void;
  /** Works until nothing is due any more. For tests and the command line. */
  settle(): Promise<void>;
  /** Takes nothing new and resolves when those in hand are finished or given back. */
  stop(): Promise<void>;
};

/** The loop that takes due work and runs it: as much at once as the pace of each target allows. */
export function createWorker<Target, Claimed>(parts: WorkerParts<Target, Claimed>): Worker {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<boolean> | undefined;
  let wakened = false;

  /** One look at all targets. True when anything was taken. */
  async function look(): Promise<boolean> {
    let took = false;
    for (const target of await parts.targets()) {
      if (stopping.signal.aborted) return took;
      if (await parts.hasSuspects(target)) {
        // A suspect runs alone, so that a death can only be its own: first let everything else finish.
        if (running.size > 0) return took;
        const [suspect] = await parts.claim(target, true);
        if (suspect) {
          await track(target, suspect);
          took = true;
          continue;
        }
      }
      for (const claimed of await parts.claim(target, false)) {
        void track(target, claimed);
        took = true;
      }
    }
    return took;
  }

  function track(target: Target, claimed: Claimed): Promise<void> {
    const run = parts.attempt(target, claimed, stopping.signal).finally(() => {
      running.delete(run);
      wake();
    });
    running.add(run);
    return run;
  }

  /** One look at a time; whoever asks during one gets another after it. */
  function lookOnce(): Promise<boolean> {
    looking ??= look()
      .catch((error: unknown) => {
        parts.log.error({ err: error }, 'looking for due work failed');
        return false;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  async function turn(): Promise<void> {
    clearTimeout(timer);
    wakened = false;
    await lookOnce();
    if (stopping.signal.aborted) return;
    if (wakened) return turn();
    clearTimeout(timer);
    timer = setTimeout(() => void turn(), parts.pollMs);
  }

  let started = false;
  function wake(): void {
    if (!started || stopping.signal.aborted) return;
    if (looking) wakened = true;
    else void turn();
  }

  return {
    start() {
      started = true;
      wake();
    },
    wake,
    async settle() {
      while ((await lookOnce()) || running.size > 0) await Promise.all(running);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all(running);
    },
  };
}
