import type { Log } from '../domain/log.ts';
import type { ClaimedOrder } from '../domain/order/claim-orders.ts';
import type { GiftCardAccount } from '../domain/order/gift-cards.ts';

export type WorkerParts = {
  /** The accounts that orders may go to now, with their credentials. */
  accounts: () => Promise<GiftCardAccount[]>;
  /** Whether an order waits that must run alone. */
  hasSuspects: (account: GiftCardAccount) => Promise<boolean>;
  /** Takes due orders; `alone` takes one suspect instead of healthy ones. */
  claim: (account: GiftCardAccount, alone: boolean) => Promise<ClaimedOrder[]>;
  /** Runs one attempt to its end. Aborted before its turn, it gives the order back. Never rejects. */
  attempt: (account: GiftCardAccount, claimed: ClaimedOrder, signal: AbortSignal) => Promise<void>;
  /** How long to rest when nothing wakes it, in ms. */
  pollMs: number;
  log: Log;
};

export type Worker = {
  start(): void;
  /** Looks for due orders now instead of at the next poll. */
  wake(): void;
  /** Works until nothing is due any more. For tests and the command line. */
  settle(): Promise<void>;
  /** Takes no new orders and resolves when those in hand are finished or given back. */
  stop(): Promise<void>;
};

/** The loop that takes due orders and runs them: as many at once as each account's pace allows. */
export function createWorker(parts: WorkerParts): Worker {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<boolean> | undefined;
  let wakened = false;

  /** One look at all accounts. True when anything was taken. */
  async function look(): Promise<boolean> {
    let took = false;
    for (const account of await parts.accounts()) {
      if (stopping.signal.aborted) return took;
      if (await parts.hasSuspects(account)) {
        // A suspect runs alone, so that a death can only be its own: first let everything else finish.
        if (running.size > 0) return took;
        const [suspect] = await parts.claim(account, true);
        if (suspect) {
          await track(account, suspect);
          took = true;
          continue;
        }
      }
      for (const claimed of await parts.claim(account, false)) {
        void track(account, claimed);
        took = true;
      }
    }
    return took;
  }

  function track(account: GiftCardAccount, claimed: ClaimedOrder): Promise<void> {
    const run = parts.attempt(account, claimed, stopping.signal).finally(() => {
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
        parts.log.error({ err: error }, 'looking for due orders failed');
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
