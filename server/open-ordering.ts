import { randomUUID } from 'node:crypto';
import { answerWithin } from './answer-within.ts';
import type { Config } from './config/config.ts';
import { cutOff } from './cut-off.ts';
import type { Clock } from './domain/clock.ts';
import { readDelivery } from './domain/delivery/read-delivery.ts';
import type { FetchedCatalogue } from './domain/order/catalogue.ts';
import { createReadings } from './domain/order/catalogue-readings.ts';
import type { GiftCards } from './domain/order/gift-cards.ts';
import { openAccount } from './domain/order/open-account.ts';
import { type OrderingParts, orderAttempts } from './jobs/order-attempts.ts';
import { createWorker } from './jobs/worker.ts';
import { createGiftCards } from './upstream/create-gift-cards.ts';

/** What a test may put in place of the upstream and of the time that its answers take. */
export type OrderingOverrides = { giftCards?: GiftCards; answerWithin?: typeof answerWithin };

type Parts = Omit<OrderingParts, 'answerWithin' | 'run' | 'settle' | 'settings' | 'worker'> &
  Omit<OrderingParts['settle'], 'giftCards' | 'addressMs'>;

type Options = OrderingOverrides & {
  config: Config;
  /** Where the upstream may say that an order is done. */
  hookUrl: (orderId: string) => string;
  /** The upstream's tokens run out by the time of everybody. */
  realClock: Clock;
  onPoint: (point: string) => void;
};

/** Puts together what orders gift cards: the upstream, the worker that orders there, and what else asks it. */
export function createOrdering(parts: Parts, { config, hookUrl, realClock, onPoint, ...overrides }: Options) {
  const { store, sealer, clock, log } = parts;
  const { timeoutMs, ratePerSecond, concurrency } = config.giftCards;
  const { giftCards, cut } = cutOff(
    overrides.giftCards ?? createGiftCards({ clock: realClock, timeoutMs, onPoint, log }),
  );
  const worker = createWorker(
    orderAttempts({
      ...parts,
      answerWithin: overrides.answerWithin ?? answerWithin,
      run: { giftCards, hookUrl, deliveryOf: (order) => readDelivery(parts, order) },
      settle: { ...parts, giftCards, addressMs: config.retention.addressMs },
      settings: { ...config.ordering, ratePerSecond, concurrency },
      worker: randomUUID(),
    }),
  );
  return {
    giftCards,
    ratePerSecond,
    concurrency,
    leaseMs: config.ordering.leaseMs,
    catalogueReadings: createReadings<FetchedCatalogue>(clock),
    /** The account with its credentials, or undefined when it has none yet. */
    async accountOf(accountId: string) {
      const account = await store.read.accounts.find(accountId);
      return account && openAccount(sealer, account);
    },
    worker,
    wake: () => worker.wake(),
    /** Gives up on whoever of the upstream has not answered yet. */
    cut,
  };
}
