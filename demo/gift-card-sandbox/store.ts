import type { Card, Fact, LineItem, Notice, Order } from './facts.ts';
import type { Journal } from './journal.ts';
import { startsPending } from './order-status.ts';

/** A card that can be claimed, with the order and line item that it belongs to. */
export type ClaimableCard = { order: Order; lineItem: LineItem; claim: NonNullable<Card['claim']> };

/** Wrong answers in a row and, in epoch ms, until when no answer is looked at. */
type Guesses = { wrong: number; lockedUntil: number };

/** What the facts so far amount to. Read it anywhere; only `record` changes it. */
type State = {
  advancedMs: number;
  availableMinor: number;
  pendingMinor: number;
  /** In the order of acceptance. */
  orders: Order[];
  orderById: Map<string, Order>;
  orderByNumber: Map<string, Order>;
  /** How many creates named a number. */
  creates: Map<string, number>;
  claims: Map<string, ClaimableCard>;
  guesses: Map<string, Guesses>;
  /** Every try to deliver a webhook, oldest first. */
  notices: Notice[];
  noticesByOrder: Map<string, Notice[]>;
  /** Orders that were Pending and have somebody to tell; the rest never need a look. */
  hookedOrders: Order[];
};

export type Store = {
  state(): Readonly<State>;
  /** Makes the fact durable, then true. @throws when the journal can't take it; then nothing has changed */
  record(fact: Fact): void;
  /** Back to the state of a first start, on disk too. */
  clear(): void;
};

const wrongAnswersUntilLock = 3;
const lockMs = 60_000;

/** @param fundsMinor Available balance, in cents, before the first fact */
export function openStore(journal: Journal, fundsMinor: number): Store {
  let state = emptyState(fundsMinor);
  for (const fact of journal.facts) apply(state, fact);
  return {
    state: () => state,
    record: (fact) => {
      journal.append(fact);
      apply(state, fact);
    },
    clear: () => {
      journal.clear();
      state = emptyState(fundsMinor);
    },
  };
}

function emptyState(fundsMinor: number): State {
  return {
    advancedMs: 0,
    availableMinor: fundsMinor,
    pendingMinor: 0,
    orders: [],
    orderById: new Map(),
    orderByNumber: new Map(),
    creates: new Map(),
    claims: new Map(),
    guesses: new Map(),
    notices: [],
    noticesByOrder: new Map(),
    hookedOrders: [],
  };
}

function apply(state: State, fact: Fact): void {
  switch (fact.kind) {
    case 'named':
      state.creates.set(fact.poNumber, (state.creates.get(fact.poNumber) ?? 0) + 1);
      break;
    case 'ordered':
      addOrder(state, fact.order);
      break;
    case 'funded':
      state.pendingMinor += fact.pendingMinor;
      state.availableMinor += fact.availableMinor;
      break;
    case 'advanced':
      state.advancedMs += fact.byMs;
      break;
    case 'notified':
      state.notices.push(fact);
      state.noticesByOrder.set(fact.orderId, [...(state.noticesByOrder.get(fact.orderId) ?? []), fact]);
      break;
    case 'guessed':
      state.guesses.set(fact.token, afterGuess(state.guesses.get(fact.token), fact.correct, fact.at));
      break;
  }
}

function addOrder(state: State, order: Order): void {
  state.orders.push(order);
  state.orderById.set(order.id, order);
  state.orderByNumber.set(order.poNumber, order);
  state.availableMinor -= orderCost(order);
  if (order.hookUrl && startsPending(order)) state.hookedOrders.push(order);
  for (const lineItem of order.lineItems) {
    for (const { claim } of lineItem.cards)
      if (claim) state.claims.set(claim.token, { order, lineItem, claim });
  }
}

function afterGuess(before: Guesses | undefined, correct: boolean, at: number): Guesses {
  const wrong = correct ? 0 : (before?.wrong ?? 0) + 1;
  return wrong < wrongAnswersUntilLock ? { wrong, lockedUntil: 0 } : { wrong: 0, lockedUntil: at + lockMs };
}

/** What an order takes from the account, in cents. */
export function orderCost(order: Pick<Order, 'lineItems'>): number {
  return order.lineItems.reduce((sum, item) => sum + item.costMinor, 0);
}
