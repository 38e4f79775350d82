import { HOUR_MS } from '../../../server/domain/clock.ts';
import { seededRandom } from '../../domain/order/seeded-random.ts';
import type { Harness } from '../../support/harness.ts';
import { fresh, member } from './people.ts';

/**
 * Lives a made-up history through HTTP: members invite friends who sign up, buy, send back a part or all of it, also
 * before the shop has told the purchase, while days go by. The same seed gives the same history.
 */
export async function liveHistory(goodturn: Harness, seed: number, steps: number): Promise<void> {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  const members = [await member(goodturn), await member(goodturn), await member(goodturn)];
  const customers = [fresh('walk-in')];
  const orders: { eventId: string; customer: string; amount: number }[] = [];

  async function tell(body: object): Promise<void> {
    const answer = await goodturn.post('/v1/events', body);
    if (answer.status !== 201) throw new Error(`seed ${seed}: ${await answer.text()}`);
  }

  async function join() {
    const { codes } = pick(members);
    const id = fresh('friend');
    customers.push(id);
    await tell({
      type: 'signup',
      eventId: fresh('signup'),
      customer: { id, ...(below(5) === 0 && { isNew: below(2) === 0 }) },
      referralCode: pick(Object.values(codes)),
    });
    // A friend is bound in each program by itself, and not in all of them.
    for (const referralCode of Object.values(codes)) {
      if (below(4) > 0)
        await tell({ type: 'hello', eventId: fresh('hello'), customer: { id }, referralCode });
    }
  }

  function placeOrder() {
    const order = { eventId: fresh('order'), customer: pick(customers), amount: 500 + below(9000) };
    orders.push(order);
    return order;
  }

  async function buy() {
    await tell(purchaseOf(placeOrder(), below(3) === 0 ? { channel: 'app' } : {}));
  }

  async function sendBack() {
    // Mostly what is still within its hold.
    const { eventId, customer, amount } = pick(orders.slice(-5));
    await tell(refundOf(eventId, customer, below(2) === 0 ? amount : 1 + below(amount)));
  }

  async function sendBackFirst() {
    const order = placeOrder();
    await tell(refundOf(order.eventId, order.customer, 1 + below(order.amount)));
    await tell(purchaseOf(order, {}));
  }

  async function answerSurvey() {
    await tell({ type: 'survey', eventId: fresh('survey'), customer: { id: pick(customers) } });
  }

  const deeds = [join, buy, buy, buy, buy, sendBack, sendBackFirst, answerSurvey];
  for (let step = 0; step < steps; step += 1) {
    await passTime(goodturn, HOUR_MS + below(20 * HOUR_MS));
    await (orders.length === 0 ? buy() : pick(deeds)());
    await goodturn.deps.worker.settle();
  }
}

function purchaseOf(
  { eventId, customer, amount }: { eventId: string; customer: string; amount: number },
  metadata: object,
) {
  return {
    type: 'purchase',
    eventId,
    customer: { id: customer },
    amount: { amount, currency: 'USD' },
    metadata,
  };
}

function refundOf(refersTo: string, customer: string, amount: number) {
  return {
    type: 'refund',
    eventId: fresh('refund'),
    refersTo,
    customer: { id: customer },
    amount: { amount, currency: 'USD' },
  };
}

/** Lets time pass, and stops at each instant at which a reward goes on by itself, as a server does that never sleeps. */
async function passTime({ deps, clock }: Harness, ms: number): Promise<void> {
  const until = clock.now + ms;
  for (;;) {
    const [next] = await deps.store.read.rewards.due(until, 1);
    const due = next && (await deps.store.read.rewards.find(next.id));
    if (!due) break;
    clock.now = Math.max(clock.now, due.releaseAt ?? 0);
    await deps.releaseDue();
    await deps.worker.settle();
  }
  clock.now = until;
}
