/** The sandbox's own time: the system's, plus whatever `POST /__sandbox/advance` has added. Epoch milliseconds. */
export type Clock = {
  now(): number;
  advance(byMs: number): void;
  /** Back to the system's time. */
  rewind(): void;
  /** Ends when the sandbox's time has passed by `ms`, or at once when the signal aborts. Never throws. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** @param systemNow the time underneath; tests pass a fixed one */
export function createClock(systemNow: () => number, advancedMs: number): Clock {
  let offsetMs = advancedMs;
  const sleepers = new Set<() => void>();
  const now = () => systemNow() + offsetMs;

  async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const until = now() + ms;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(end, ms);
      function end(): void {
        clearTimeout(timer);
        sleepers.delete(endIfOver);
        signal.removeEventListener('abort', end);
        resolve();
      }
      function endIfOver(): void {
        if (now() >= until) end();
      }
      sleepers.add(endIfOver);
      signal.addEventListener('abort', end);
    });
  }

  return {
    now,
    advance: (byMs) => {
      offsetMs += byMs;
      for (const wake of [...sleepers]) wake();
    },
    rewind: () => {
      offsetMs = 0;
    },
    sleep,
  };
}
