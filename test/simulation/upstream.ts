import type {
  FindResult,
  GiftCards,
  LookResult,
  OrderIntent,
  OrderSnapshot,
  PlaceResult,
} from '../../server/domain/order/gift-cards.ts';
import { CAPABILITIES } from '../../server/upstream/capabilities.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';

/** What secrets look like here, so that a search of every byte finds one that was not sealed. */
export const CANARY = 'canary-claim';

/** One line of the books. Only the upstream writes them. */
export type BookedOrder = {
  upstreamId: string;
  poNumber: string;
  productId: string;
  value: number;
  type: string;
  state: 'pending' | 'completed' | 'failed';
  hookUrl: string | null;
  /** Somebody else's, who used our number. */
  foreign: boolean;
};

/** The gift-card API as the domain sees it, with every fault that `gift-card-api.md` knows, by chance. */
export class SimulatedUpstream {
  readonly books: BookedOrder[] = [];
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  /** Calm: answers everything at once and as asked. */
  calm = false;

  constructor(scheduler: Scheduler, chance: Chance) {
    this.#scheduler = scheduler;
    this.#chance = chance;
  }

  /** The upstream as one process reaches it. */
  reachedBy(owner: string): GiftCards {
    const ask = <R extends { kind: string }>(does: string, to: string, answer: () => R) =>
      this.#scheduler.exchange(owner, { does, to }, answer, ({ kind }) => kind);
    return {
      capabilities: CAPABILITIES,
      place: (_account, intent) => ask('sends', intent.poNumber, () => this.#receive(intent)),
      look: (_account, upstreamId) => ask('asks about', upstreamId, () => this.#show(upstreamId)),
      find: (_account, intent) => ask('looks for', intent.poNumber, () => this.#find(intent)),
      orders: async () => ({ kind: 'page', orders: [], unreadable: 0, total: 0 }),
      products: async () => [],
      shippingMethods: async () => [],
      brandings: async () => [],
    };
  }

  /** Finishes one order that is under way; returns it. */
  finishOne(): BookedOrder | undefined {
    const open = this.books.filter(({ state, foreign }) => state === 'pending' && !foreign);
    if (open.length === 0) return undefined;
    const order = this.#chance.pick(open);
    order.state = !this.calm && this.#chance.percent(4) ? 'failed' : 'completed';
    this.#scheduler.tell(`upstream: ${order.upstreamId} ${order.state}`);
    return order;
  }

  #receive(intent: OrderIntent): PlaceResult {
    const fault = this.calm ? 'none' : this.#fault();
    if (fault === 'lost') return { kind: 'unknown', detail: 'No answer.', retryAfterMs: null };
    if (fault === 'slowed') return { kind: 'slowed', detail: 'Too many.', retryAfterMs: 2000 };
    const known = this.books.filter(({ poNumber }) => poNumber === intent.poNumber);
    if (known.length === 0 && fault === 'no_funds') return { kind: 'no_funds', detail: 'No funds.' };
    if (known.length === 0 && fault === 'refused') return { kind: 'refused', detail: 'Not allowed.' };
    if (known.length === 0 && fault === 'foreign') this.#book(intent, true);
    const result = this.#place(intent);
    return fault === 'reply_lost'
      ? { kind: 'unknown', detail: 'The answer was lost.', retryAfterMs: null }
      : result;
  }

  #fault() {
    const roll = this.#chance.between(1, 100);
    if (roll <= 10) return 'lost';
    if (roll <= 25) return 'reply_lost';
    if (roll <= 29) return 'slowed';
    if (roll <= 32) return 'no_funds';
    if (roll <= 33) return 'refused';
    if (roll <= 35) return 'foreign';
    return 'none';
  }

  #place(intent: OrderIntent): PlaceResult {
    const known = this.books.filter(({ poNumber }) => poNumber === intent.poNumber);
    const [same] = known.filter((order) => isSame(intent, order));
    if (same) return { kind: 'placed', duplicate: true, order: snapshot(same) };
    if (known.length > 0) {
      const upstreamIds = known.map(({ upstreamId }) => upstreamId);
      return { kind: 'mismatch', upstreamIds, detail: 'Another order has this number.' };
    }
    return { kind: 'placed', duplicate: false, order: snapshot(this.#book(intent, false)) };
  }

  #find(intent: OrderIntent): FindResult {
    const unheard = !this.calm && this.#chance.percent(15);
    if (unheard) return { kind: 'unknown', detail: 'No answer.', retryAfterMs: null };
    const known = this.books.filter(({ poNumber }) => poNumber === intent.poNumber);
    const [same] = known.filter((order) => isSame(intent, order));
    if (same) return { kind: 'found', order: snapshot(same) };
    if (known.length === 0) return { kind: 'absent' };
    const upstreamIds = known.map(({ upstreamId }) => upstreamId);
    return { kind: 'mismatch', upstreamIds, detail: 'Another order has this number.' };
  }

  #book(intent: OrderIntent, foreign: boolean): BookedOrder {
    const order: BookedOrder = {
      upstreamId: `up_${this.books.length + 1}`,
      poNumber: intent.poNumber,
      productId: intent.productId,
      value: foreign ? intent.value.amount + 500 : intent.value.amount,
      type: intent.type,
      state: foreign || this.calm || this.#chance.percent(60) ? 'completed' : 'pending',
      hookUrl: intent.hookUrl,
      foreign,
    };
    this.books.push(order);
    this.#scheduler.tell(`upstream: books ${order.upstreamId}${foreign ? ' for a stranger' : ''}`);
    return order;
  }

  #show(upstreamId: string): LookResult {
    const order = this.books.find((each) => each.upstreamId === upstreamId);
    if (!this.calm && this.#chance.percent(15))
      return { kind: 'unknown', detail: 'No answer.', retryAfterMs: null };
    if (!order || (!this.calm && this.#chance.percent(2))) return { kind: 'missing' };
    // A replica that lags behind shows what was.
    const stale = !this.calm && this.#chance.percent(10);
    return { kind: 'found', order: snapshot(stale ? { ...order, state: 'pending' } : order) };
  }
}

function isSame(intent: OrderIntent, order: BookedOrder): boolean {
  return (
    order.value === intent.value.amount && order.productId === intent.productId && order.type === intent.type
  );
}

function snapshot({ upstreamId, poNumber, type, state, productId, value }: BookedOrder): OrderSnapshot {
  const card = {
    claimLink: `https://cards.example/${CANARY}-${upstreamId}`,
    challengeAnswer: `${CANARY}-answer`,
  };
  return {
    upstreamId,
    poNumber,
    type,
    state,
    statusWord: state,
    lines: [{ productId, value, quantity: 1, cost: value }],
    cards: state === 'completed' ? [card] : [],
    tracking: null,
    isDelivered: false,
  };
}
