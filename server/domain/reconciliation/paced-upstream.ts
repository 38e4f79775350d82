import { SECOND_MS } from '../clock.ts';
import type {
  FindResult,
  GiftCardAccount,
  GiftCards,
  ListedOrder,
  LookResult,
  OrdersPage,
  PacedAccount,
} from '../order/gift-cards.ts';
import { intentOf } from '../order/intent-of.ts';
import { type LookTurnParts, lookInTurns } from '../order/look-turns.ts';
import type { Order } from '../order/order.ts';
import { madeAtOf } from '../order/po-number.ts';

export type PacedParts = LookTurnParts & {
  giftCards: Pick<GiftCards, 'capabilities' | 'look' | 'find' | 'orders'>;
  /** For how long one question waits for turns and answers (ms); as long as it takes when absent. */
  patienceMs?: number;
};

/** The upstream did not answer so that its books could be read: a sentence for a person. */
export class CannotCompare extends Error {
  override name = 'CannotCompare';
}

const TRIES = 5;
const RETRY_MS = SECOND_MS;

type Ending = Extract<OrdersPage, { detail: string }>;

/** Asks the upstream in the account's own turns, which the servers that work beside it take as well. */
export function pacedUpstream(parts: PacedParts, account: GiftCardAccount) {
  const { patienceMs = Number.POSITIVE_INFINITY, signal } = parts;

  function giveUp(why: string): never {
    throw new CannotCompare(`The upstream did not show the orders of ${account.id}. ${why}`);
  }

  /** Repeats what got no definite answer. Throws `CannotCompare` when it stays so. */
  async function ask<R extends { kind: string }>(
    call: (paced: PacedAccount) => Promise<R | Ending>,
  ): Promise<R> {
    const until = parts.clock() + patienceMs;
    for (let left = TRIES - 1; ; left -= 1) {
      const answer = await lookInTurns(parts, account, until, call);
      if (answer === null) giveUp(signal?.aborted ? 'This process leaves.' : 'Its next turn comes too late.');
      if (!isEnding(answer)) return answer;
      const waitMs = 'retryAfterMs' in answer ? (answer.retryAfterMs ?? RETRY_MS) : RETRY_MS;
      const isLast = left === 0 || answer.kind === 'disabled' || parts.clock() + waitMs > until;
      if (isLast || signal?.aborted) giveUp(answer.detail);
      await parts.pause(waitMs);
    }
  }

  return {
    look: (upstreamId: string, currency: string) =>
      ask<Exclude<LookResult, Ending>>((paced) => parts.giftCards.look(paced, upstreamId, currency, 'state')),

    /** The upstream ids that go with the order's number, found without the list. */
    async idsOf(order: Order): Promise<string[]> {
      const found = await ask<Exclude<FindResult, Ending>>((paced) =>
        parts.giftCards.find(paced, intentOf(order), madeAtOf(order)),
      );
      if (found.kind === 'found') return [found.order.upstreamId];
      return found.kind === 'mismatch' ? found.upstreamIds : [];
    },

    /**
     * All orders that were made at `from` or later (epoch ms), by upstream id. What is made meanwhile only moves others to
     * later pages. Throws `CannotCompare` for a list that is not whole.
     */
    async list(from: number, progress: (read: number) => void): Promise<Map<string, ListedOrder>> {
      const found = new Map<string, ListedOrder>();
      for (let pageIndex = 1; ; pageIndex += 1) {
        const page = await ask<Exclude<OrdersPage, Ending>>((paced) =>
          parts.giftCards.orders(paced, pageIndex),
        );
        if (page.unreadable > 0)
          throw new CannotCompare(`Orders in the list have no id: ${page.unreadable}.`);
        const before = found.size;
        for (const order of page.orders) found.set(order.upstreamId, order);
        progress(found.size);
        const isEnd = page.orders.length === 0;
        if (page.total === null ? isEnd : found.size >= page.total) return found;
        if (isEnd) throw new CannotCompare(`The list shows ${found.size} orders and says ${page.total}.`);
        if (found.size === before) throw new CannotCompare('The list shows the same orders again and again.');
        if (page.orders.every(({ createdAt }) => createdAt !== null && createdAt < from)) return found;
      }
    },
  };
}

export type PacedUpstream = ReturnType<typeof pacedUpstream>;

function isEnding(answer: { kind: string }): answer is Ending {
  return answer.kind === 'unknown' || answer.kind === 'slowed' || answer.kind === 'disabled';
}
