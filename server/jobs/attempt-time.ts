import type { PacedAccount, Unknown } from '../domain/order/gift-cards.ts';
import type { Order } from '../domain/order/order.ts';
import type { RunResult } from '../domain/order/run-order.ts';

/** Resolves as the work does, or to `otherwise` after so many ms. */
export type AnswerWithin = <R>(ms: number, work: Promise<R>, otherwise: R) => Promise<R>;

/** A slow attempt must end while it holds its order: a lease that runs out reads as its worker's death. */
const TOO_LONG = {
  kind: 'unknown',
  detail: 'The calls took longer together than an order may be held.',
  retryAfterMs: null,
} as const satisfies Unknown;

/** Of a search that had an answer and asked on, so that it is the list that takes too long. */
const SLOW_LIST = { ...TOO_LONG, isAlive: true, isUnprovable: true } as const satisfies Unknown;

/** Turns that tell how many were asked for. */
type CountedTurns = { account: PacedAccount; asked: () => number };

/** An order in hand, and what may be asked for it in which time (ms). */
export type Held = { turns: CountedTurns; order: Order; withinMs: number };

/** The account, with its turns counted. */
export function counted(account: PacedAccount): CountedTurns {
  let asked = 0;
  async function nextTurn(): Promise<boolean> {
    asked += 1;
    return account.nextTurn();
  }
  return { account: { ...account, nextTurn }, asked: () => asked };
}

/**
 * Requests of an attempt after which it is the list that takes long: one page of it and a look at what that named, and
 * before them the order itself, where it was sent.
 */
export const ANSWERS_BEFORE_LIST = { send: 3, search: 2 };

/** What came of it in the time of the attempt: it must end while it holds its order. `answers` as in `ANSWERS_BEFORE_LIST`. */
export async function within(
  { answerWithin }: { answerWithin: AnswerWithin },
  { turns, order, withinMs }: Held,
  run: Promise<RunResult>,
  answers: number,
): Promise<RunResult> {
  const result = await answerWithin<RunResult>(withinMs, run, TOO_LONG);
  return result === TOO_LONG && turns.asked() > answers && order.status !== 'pending' ? SLOW_LIST : result;
}
