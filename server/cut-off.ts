import type { GiftCards, PlaceResult } from './domain/order/gift-cards.ts';

const UNKNOWN = {
  kind: 'unknown',
  detail: 'The server stopped before the answer came.',
  retryAfterMs: null,
} as const satisfies PlaceResult;

/**
 * Lets a stopping process leave calls that nobody answers: at `cut`, whatever has no answer yet is unknown, as after
 * a time-out. Its order goes back into the queue at once, under its own number, instead of waiting for its lease to
 * end.
 */
export function cutOff(giftCards: GiftCards): { giftCards: GiftCards; cut: () => void } {
  const waiting = new Set<() => void>();

  function orUnknown<R>(answer: Promise<R>): Promise<R | typeof UNKNOWN> {
    return new Promise((resolve, reject) => {
      const leave = () => resolve(UNKNOWN);
      waiting.add(leave);
      void answer.then(resolve, reject).finally(() => waiting.delete(leave));
    });
  }

  return {
    giftCards: {
      ...giftCards,
      place: (account, intent) => orUnknown(giftCards.place(account, intent)),
      find: (account, intent, madeAt) => orUnknown(giftCards.find(account, intent, madeAt)),
      look: (...asked) => orUnknown(giftCards.look(...asked)),
    },
    cut() {
      for (const leave of waiting) leave();
    },
  };
}
