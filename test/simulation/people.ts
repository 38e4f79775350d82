import { revealClaim } from '../../server/domain/claim/reveal-claim.ts';
import { SECRETS } from '../support/acme.ts';
import type { Chance } from './chance.ts';
import type { Machine } from './machine.ts';

/** A request and what became of it. Whoever got no answer asks again, as a client should. */
export type Ask = {
  path: string;
  body: unknown;
  /** The machine that has it in hand; null once it is answered or its machine has died. */
  askedAt: Machine | null;
  status: number | null;
  answer: unknown;
};

/** The site's back end, its buyers and the person who reviews: all that asks the server for something. */
export class People {
  readonly asks: Ask[] = [];
  readonly #chance: Chance;
  /** Answers that were neither done nor refused for a reason: each of them is a fault. */
  readonly broken: string[] = [];
  /** The referrer's. */
  code = '';
  #events = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Asks something new, or something old again: an answer may have been lost, and clients repeat themselves. */
  ask(machine: Machine): void {
    const lost = this.asks.filter(({ status, askedAt }) => status === null && !askedAt?.alive);
    if (lost.length > 0 && this.#chance.percent(60)) this.#send(machine, this.#chance.pick(lost));
    else this.#send(machine, this.#new());
  }

  /** Asks again for all that nobody answered. */
  askAgain(machine: Machine): void {
    for (const ask of this.asks) if (ask.status === null && !ask.askedAt?.alive) this.#send(machine, ask);
  }

  /** A holder opens a gift card. */
  reveal(machine: Machine): void {
    const rewards = this.asks.flatMap(rewardsOf);
    if (rewards.length === 0) return;
    const { id } = this.#chance.pick(rewards);
    // Not ready is an answer like any other.
    void revealClaim(machine.deps, id, 'holder').catch(() => null);
  }

  #new(): Ask {
    const roll = this.#chance.between(1, 100);
    const known = this.asks.filter(isPurchase);
    if (known.length > 0 && roll <= 10) return this.#remember('/v1/events', this.#chance.pick(known).body);
    if (known.length > 0 && roll <= 22) return this.#refund(this.#chance.pick(known));
    const rewards = this.asks.flatMap(rewardsOf);
    if (rewards.length > 0 && roll <= 55) {
      const deed = this.#chance.pick(['approve', 'approve', 'reject', 'cancel', 'retry']);
      return this.#remember(`/v1/rewards/${this.#chance.pick(rewards).id}/${deed}`, {
        reason: 'looked at it',
      });
    }
    return this.#purchase();
  }

  #purchase(): Ask {
    this.#events += 1;
    return this.#remember('/v1/events', {
      type: 'purchase',
      eventId: `purchase_${this.#events}`,
      customer: { id: `friend_${this.#chance.between(1, 4)}` },
      referralCode: this.code,
      amount: { amount: 4200, currency: 'USD' },
    });
  }

  #refund(purchase: Ask): Ask {
    const { eventId, customer } = purchase.body as { eventId: string; customer: object };
    return this.#remember('/v1/events', {
      type: 'refund',
      eventId: `refund_of_${eventId}`,
      refersTo: eventId,
      customer,
      amount: { amount: 4200, currency: 'USD' },
    });
  }

  #remember(path: string, body: unknown): Ask {
    const ask: Ask = { path, body, askedAt: null, status: null, answer: null };
    this.asks.push(ask);
    return ask;
  }

  #send(machine: Machine, ask: Ask): void {
    ask.askedAt = machine;
    const request = {
      method: 'POST',
      body: JSON.stringify(ask.body),
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    };
    void (async () => {
      const answer = await machine.app.request(ask.path, request);
      if (!machine.alive) return;
      ask.answer = await answer.json();
      ask.status = answer.status;
      ask.askedAt = null;
      if (answer.status >= 500) this.broken.push(`${ask.path} answered ${answer.status}`);
    })();
  }
}

function isPurchase({ body }: Ask): boolean {
  return (body as { type?: string }).type === 'purchase';
}

/** The rewards that an answered purchase told of. */
export function rewardsOf({ path, answer, status }: Ask): { id: string }[] {
  if (path !== '/v1/events' || (status !== 201 && status !== 200)) return [];
  return (answer as { rewards: { id: string }[] }).rewards;
}
