import type { GiftCards, OrderIntent, PlaceResult } from '../../server/domain/order/gift-cards.ts';
import type { Rows, Store } from '../../server/domain/store.ts';
import type { Wiring } from './machine.ts';
import { CANARY } from './upstream.ts';

/**
 * Bugs of the kind that this product must not have, planted by wiring the real parts wrongly. Each has to be found by
 * the simulation: a check that finds none of them proves nothing. What the schema itself refuses cannot be planted this
 * way, such as an order of unknown outcome that nobody is to ask about again; nor what two guards hold of which each is
 * enough, such as the fence of a late worker, who does not send any more either (test/jobs/fencing.test.ts has both).
 */
export const PLANTS: Record<string, Wiring> = {
  'a retry mints a new number': { upstream: mintingAnew },
  'no answer counts as a refusal': {
    upstream: (real) =>
      placing(real, (result) =>
        result.kind === 'unknown' ? { kind: 'refused', detail: 'No answer.' } : result,
      ),
  },
  'a stranger’s order is adopted': { upstream: (real) => placing(real, adopted) },
  'a dead worker’s order is never taken again': rowsWith('orders', (orders) => ({
    start: (attempt, lease) => orders.start(attempt, { ...lease, leaseUntil: Number.MAX_SAFE_INTEGER }),
  })),
  'a hint is taken as the truth': {
    rows: (rows) =>
      changed(rows, 'orders', (orders) => ({
        hint: async (id, ...rest) => {
          const order = await orders.find(id);
          if (order) await rows.rewards.move(order.rewardId, 'issued', 'order_completed');
          return orders.hint(id, ...rest);
        },
      })),
  },
  'the order is written in a second transaction': { store: (store) => later(store, 'orders', 'insert') },
  'the claim is written in a second transaction': { store: (store) => later(store, 'claims', 'fill') },
  'the claim is stored unsealed': rowsWith('claims', (claims) => ({
    fill: (id, _link, answer) => claims.fill(id, `${CANARY} of ${id}`, answer),
  })),
  'the budget is checked and not reserved': rowsWith('budgets', (budgets) => ({
    async reserve(programId) {
      const budget = await budgets.find(programId);
      if (!budget) throw new Error('no budget');
      return budget;
    },
  })),
  'a reward given up keeps its budget': rowsWith('budgets', () => ({
    release: async () => {},
    releaseAll: async () => {},
  })),
  'a batch forgets what it has made': rowsWith('batches', () => ({ made: async () => {} })),
  'the items of a batch are ticked off in a second transaction': {
    store: (store) => later(store, 'batches', 'made'),
  },
  'a batch is completed while its rewards are under way': rowsWith('batches', () => ({
    hasOpen: async () => false,
  })),
  'what is to be ordered on opening is ordered at once': rowsWith('sites', (sites) => ({
    programs: async () =>
      (await sites.programs()).map((program) => ({
        ...program,
        live: { ...program.live, payout: { mode: 'instant' } },
      })),
  })),
  'an opening is answered and forgotten': rowsWith('rewards', (rewards) => ({
    async lock(id) {
      const reward = await rewards.lock(id);
      return reward?.reason === 'awaiting_opening' ? undefined : reward;
    },
  })),
  'a message is written in a second transaction': {
    store: (store) => later(store, 'webhookDeliveries', 'announce'),
  },
  'a message without an answer counts as delivered': rowsWith('webhookDeliveries', (deliveries) => ({
    settle: (claimed, patch) =>
      deliveries.settle(claimed, { ...patch, status: 'delivered', dueAt: null, deliveredAt: 1 }),
  })),
  'a dead process’s message is never sent again': rowsWith('webhookDeliveries', (deliveries) => ({
    claim: (endpointId, request) =>
      deliveries.claim(endpointId, { ...request, leaseUntil: Number.MAX_SAFE_INTEGER }),
  })),
  'an event told twice counts twice': rowsWith('events', (events) => ({
    find: async () => undefined,
    insert: (event) => events.insert({ ...event, eventId: `${event.eventId} ${event.id}` }),
  })),
};

type Stage = keyof Rows;

/** The wiring in which one stage's rows are changed. */
function rowsWith<S extends Stage>(stage: S, change: (real: Rows[S]) => Partial<Rows[S]>): Wiring {
  return { rows: (rows) => changed(rows, stage, change) };
}

function changed<S extends Stage>(rows: Rows, stage: S, change: (real: Rows[S]) => Partial<Rows[S]>): Rows {
  return new Proxy(rows, {
    get: (target, name) => {
      const real = Reflect.get(target, name);
      return name === stage ? { ...real, ...change(real) } : real;
    },
  });
}

/** Numbers of their own for all sendings but the first. */
function mintingAnew(real: GiftCards): GiftCards {
  const sent = new Map<string, number>();
  return {
    ...real,
    place(account, intent: OrderIntent) {
      const times = sent.get(intent.poNumber) ?? 0;
      sent.set(intent.poNumber, times + 1);
      return real.place(
        account,
        times === 0 ? intent : { ...intent, poNumber: `${intent.poNumber}R${times}` },
      );
    },
  };
}

function placing(
  real: GiftCards,
  change: (result: PlaceResult, intent: OrderIntent) => PlaceResult,
): GiftCards {
  return { ...real, place: async (account, intent) => change(await real.place(account, intent), intent) };
}

function adopted(result: PlaceResult, { poNumber, type, productId, value }: OrderIntent): PlaceResult {
  if (result.kind !== 'mismatch') return result;
  const [upstreamId = ''] = result.upstreamIds;
  const lines = [{ productId, value: value.amount, quantity: 1, cost: value.amount }];
  const cards = [{ claimLink: `https://cards.example/${upstreamId}`, challengeAnswer: null }];
  const order = {
    upstreamId,
    poNumber,
    type,
    state: 'completed',
    statusWord: 'completed',
    lines,
    cards,
    tracking: null,
    isDelivered: false,
  } as const;
  return { kind: 'placed', duplicate: true, order };
}

/** A store that puts off one kind of writing until the transaction it belongs to has committed. */
function later(
  store: Store,
  stage: 'orders' | 'claims' | 'batches' | 'webhookDeliveries',
  method: 'insert' | 'fill' | 'made' | 'announce',
): Store {
  return {
    ...store,
    async write(name, work) {
      const putOff: ((rows: Rows) => Promise<unknown>)[] = [];
      const result = await store.write(name, (rows) => {
        putOff.length = 0;
        return work(
          new Proxy(rows, {
            get: (target, asked) => {
              const real = Reflect.get(target, asked);
              if (asked !== stage) return real;
              const put = async (...values: unknown[]) => {
                putOff.push((again) => Reflect.get(again[stage], method)(...values));
                return true;
              };
              return { ...real, [method]: put };
            },
          }),
        );
      });
      for (const put of putOff) await store.write(name, put);
      return result;
    },
  };
}
