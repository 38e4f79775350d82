import type { Clock } from './clock.ts';
import { isFulfilled } from './order-status.ts';
import type { ClaimableCard, Store } from './store.ts';

type ClaimAttempt =
  | { kind: 'opened'; card: ClaimableCard }
  | { kind: 'wrong'; card: ClaimableCard }
  | { kind: 'locked'; card: ClaimableCard; waitMs: number };

/** The card behind a claim link, or undefined when there is none or its order isn't fulfilled yet. */
export function findClaim(store: Store, clock: Clock, token: string): ClaimableCard | undefined {
  const card = store.state().claims.get(token);
  return card && isFulfilled(card.order, clock.now()) ? card : undefined;
}

/**
 * Answers the challenge of a claim link. Three wrong answers in a row lock it for 60 s, for the right answer too;
 * a lock that could be talked to would only slow the guessing down.
 */
export function openClaim(store: Store, clock: Clock, card: ClaimableCard, answer: string): ClaimAttempt {
  const { token } = card.claim;
  const lockedBefore = waitMs(store, clock, token);
  if (lockedBefore > 0) return { kind: 'locked', card, waitMs: lockedBefore };
  const correct = answer.trim().toUpperCase() === card.claim.answer;
  store.record({ kind: 'guessed', token, correct, at: clock.now() });
  if (correct) return { kind: 'opened', card };
  const lockedNow = waitMs(store, clock, token);
  return lockedNow > 0 ? { kind: 'locked', card, waitMs: lockedNow } : { kind: 'wrong', card };
}

function waitMs(store: Store, clock: Clock, token: string): number {
  return (store.state().guesses.get(token)?.lockedUntil ?? 0) - clock.now();
}
