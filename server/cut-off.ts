import type { GiftCards } from './domain/order/gift-cards.ts';

/**
 * Lets a stopping process leave calls that nobody answers: from `cut` on, whatever has no answer yet is unknown, as
 * after a time-out. Its order goes back into the queue at once, under its own number, instead of waiting for its
 * lease to end.
 */
export function cutOff(giftCards: GiftCards): { giftCards: GiftCards; cut: () => void } {
  const cut = Promise.withResolvers<void>();

  function orUnknown<R>(answer: Promise<R>) {
    const unknown = cut.promise.then(() => ({
      kind: 'unknown' as const,
      detail: 'The server stopped before the answer came.',
      retryAfterMs: null,
    }));
    return Promise.race([answer, unknown]);
  }

  return {
    giftCards: {
      ...giftCards,
      place: (account, intent) => orUnknown(giftCards.place(account, intent)),
      look: (account, upstreamId, currency) => orUnknown(giftCards.look(account, upstreamId, currency)),
    },
    cut: () => cut.resolve(),
  };
}
