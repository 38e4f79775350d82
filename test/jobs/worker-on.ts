import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Deps } from '../../server/deps.ts';
import { readDelivery } from '../../server/domain/delivery/read-delivery.ts';
import type { ClaimedOrder } from '../../server/domain/order/claim-orders.ts';
import type { GiftCards } from '../../server/domain/order/gift-cards.ts';
import { type OrderingSettings, orderAttempts } from '../../server/jobs/order-attempts.ts';
import { createWorker, type Worker } from '../../server/jobs/worker.ts';
import { createGiftCards } from '../../server/upstream/create-gift-cards.ts';

export const LEASE_MS = 30_000;
export const POLL_MS = 1000;

type Parts = {
  giftCards?: GiftCards;
  settings?: Partial<OrderingSettings>;
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told the ms that an attempt may take; true ends it when it is said. Absent, calls take as long as they take. */
  endsAttempt?: (ms: number) => boolean | Promise<boolean>;
  /** Told what the worker has taken. */
  onClaim?: (claimed: ClaimedOrder[]) => void;
};

/** One more worker on the same database, as another process would have, with parts that the test holds. */
export function workerOn(deps: Deps, name: string, parts: Parts = {}): Worker {
  const { store, directory, sealer, clock, alerts, telemetry, log, claimMac, ids, random } = deps;
  const giftCards = parts.giftCards ?? realGiftCards(deps);
  const attempts = orderAttempts({
    store,
    sealer,
    clock,
    alerts,
    telemetry,
    log,
    pause: parts.pause ?? (async () => {}),
    answerWithin: async (ms, work, otherwise) => ((await parts.endsAttempt?.(ms)) ? otherwise : work),
    run: {
      giftCards,
      hookUrl: (orderId) => `https://go.acme.example/hooks/gift-card/${orderId}/mac`,
      deliveryOf: (order) => readDelivery(deps, order),
    },
    settle: { store, directory, clock, ids, random, alerts, giftCards, sealer, claimMac, addressMs: 0 },
    sendMarks: deps.sendMarks,
    settings: {
      on: true,
      leaseMs: LEASE_MS,
      pollMs: POLL_MS,
      ratePerSecond: 1000,
      concurrency: 20,
      ...parts.settings,
    },
    worker: name,
  });
  return createWorker({
    ...attempts,
    async claim(account, alone) {
      const claimed = await attempts.claim(account, alone);
      parts.onClaim?.(claimed);
      return claimed;
    },
  });
}

export function realGiftCards({ clock }: Pick<Deps, 'clock'>): GiftCards {
  return createGiftCards({ clock });
}

/** The real upstream with a different way to place orders. */
export function giftCardsThat(
  deps: Deps,
  place: (place: GiftCards['place']) => GiftCards['place'],
): GiftCards {
  const real = realGiftCards(deps);
  return { ...real, place: place(real.place) };
}

/** What a call looks like from a process that died during it. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

/**
 * Resolves when `isReached` says so. Only the end of the test gives up: a number of turns, or of milliseconds, would
 * measure the load of the machine.
 */
export async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  while (!(await isReached())) {
    if (isOver) throw new Error('the awaited moment did not come');
    await setImmediate();
  }
}
