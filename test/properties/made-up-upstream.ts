import { setImmediate } from 'node:timers/promises';
import type {
  FindResult,
  GiftCards,
  OrderIntent,
  OrderSnapshot,
  PlaceResult,
} from '../../server/domain/order/gift-cards.ts';
import { CAPABILITIES } from '../../server/upstream/capabilities.ts';

const CARD = { claimLink: 'https://cards.example/claim/1', challengeAnswer: 'answer-1' };

type Made = { snapshot: OrderSnapshot; looks: number; fails: boolean };

/** An upstream in memory that loses, refuses, delays and fails as the dice say, and always tells the truth when it is asked. */
export function makeUpstream(random: () => number) {
  const orders = new Map<string, Made>();
  const sends: string[] = [];

  function make(intent: OrderIntent): Made {
    const isReady = random() < 0.5;
    const made: Made = { snapshot: snapshotOf(intent, isReady), looks: 0, fails: random() < 0.15 };
    orders.set(intent.poNumber, made);
    return made;
  }

  async function place(intent: OrderIntent): Promise<PlaceResult> {
    sends.push(intent.poNumber);
    await setImmediate();
    const known = orders.get(intent.poNumber);
    if (known) return { kind: 'placed', duplicate: true, order: known.snapshot };
    const dice = random();
    if (dice < 0.1) return lost('the request got lost');
    if (dice < 0.13) return { kind: 'refused', detail: 'no such product' };
    if (dice < 0.15) return { kind: 'no_funds', detail: 'no funds' };
    if (dice < 0.17) return { kind: 'slowed', retryAfterMs: 1000, detail: 'slow down' };
    if (dice < 0.25) throw new Error('the worker dies before it sends');
    const made = make(intent);
    await setImmediate();
    if (dice < 0.4) return lost('the reply got lost');
    if (dice < 0.45) throw new Error('the worker dies after it has sent');
    return { kind: 'placed', duplicate: false, order: made.snapshot };
  }

  async function find({ poNumber }: OrderIntent): Promise<FindResult> {
    await setImmediate();
    const known = orders.get(poNumber);
    return known ? { kind: 'found', order: known.snapshot } : { kind: 'absent' };
  }

  async function look(upstreamId: string) {
    await setImmediate();
    const made = [...orders.values()].find(({ snapshot }) => snapshot.upstreamId === upstreamId);
    if (!made) return { kind: 'missing' as const };
    made.looks += 1;
    if (made.snapshot.state === 'pending' && made.looks > 1) {
      const state = made.fails ? 'failed' : 'completed';
      made.snapshot = { ...made.snapshot, state, cards: made.fails ? [] : [CARD] };
    }
    return { kind: 'found' as const, order: made.snapshot };
  }

  const giftCards: GiftCards = {
    capabilities: CAPABILITIES,
    place: (_account, intent) => place(intent),
    find: (_account, intent) => find(intent),
    look: (_account, upstreamId) => look(upstreamId),
    orders: async () => ({ kind: 'page', orders: [], unreadable: 0, total: 0 }),
    products: async () => [CVS],
    shippingMethods: async () => [],
    brandings: async () => [],
  };
  return { giftCards, orders, sends };
}

function lost(detail: string): PlaceResult {
  return { kind: 'unknown', detail, retryAfterMs: null };
}

function snapshotOf(intent: OrderIntent, isReady: boolean): OrderSnapshot {
  const { poNumber, type, productId, value, quantity } = intent;
  return {
    upstreamId: `up-${poNumber}`,
    poNumber,
    type,
    state: isReady ? 'completed' : 'pending',
    statusWord: isReady ? 'Completed' : 'Pending',
    lines: [{ productId, value: value.amount, quantity, cost: value.amount }],
    cards: isReady ? [CARD] : [],
    tracking: null,
    isDelivered: false,
  };
}

const CVS = {
  id: 'CVS',
  name: 'CVS',
  description: '',
  currency: 'USD',
  denominations: { kind: 'fixed' as const, values: [1000, 1500, 2000, 2500, 5000] },
  deliveries: ['Links'],
  terms: '',
  cost: { fee: 0, discountBasisPoints: 0 },
};
