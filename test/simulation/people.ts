import { revealReward } from '../../server/domain/claim/reveal-reward.ts';
import type { Reward } from '../../server/domain/reward/reward.ts';
import { SECRETS } from '../support/acme.ts';
import type { Chance } from './chance.ts';
import type { Machine } from './machine.ts';

/** Why a reward waits that is ordered on opening. */
const OPENS: Reward['reason'] = 'awaiting_opening';

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
  /** The referrer's, one in each program. */
  codes: { programId: string; code: string }[] = [];
  /** Rewards that somebody has tried to open, or a person to let go; and those whose opening was answered. */
  readonly opened = new Set<string>();
  readonly answered = new Set<string>();
  #rewards: string[] = [];
  #events = 0;
  #batches = 0;

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

  /** What the site lists. */
  see(rewards: readonly { id: string }[]): void {
    this.#rewards = rewards.map(({ id }) => id);
  }

  /** A holder opens a gift card, which is ordered only then where its program says so. */
  open(machine: Machine): void {
    if (this.#rewards.length === 0) return;
    const id = this.#chance.pick(this.#rewards);
    this.opened.add(id);
    void (async () => {
      const { store, directory } = machine.deps;
      const reward = await store.read.rewards.find(id);
      const program = (await directory.current()).program(reward?.programId ?? '');
      if (!reward || !program) throw new Error(`${id} is of no program`);
      const before = reward.reason;
      // Not ready is an answer like any other.
      const shown = await revealReward(machine.deps, reward, program.live, 'holder').catch(() => null);
      if (shown && before === OPENS && machine.alive) this.answered.add(id);
    })();
  }

  #new(): Ask {
    const roll = this.#chance.between(1, 100);
    const known = this.asks.filter(isPurchase);
    if (known.length > 0 && roll <= 10) return this.#remember('/v1/events', this.#chance.pick(known).body);
    if (known.length > 0 && roll <= 22) return this.#refund(this.#chance.pick(known));
    if (this.#rewards.length > 0 && roll <= 52) {
      const deed = this.#chance.pick(['approve', 'approve', 'reject', 'cancel', 'retry']);
      const id = this.#chance.pick(this.#rewards);
      // Whoever approves a reward that waits has it ordered now.
      if (deed === 'approve') this.opened.add(id);
      return this.#remember(`/v1/rewards/${id}/${deed}`, { reason: 'looked at it' });
    }
    if (roll <= 62) return this.#batch();
    if (this.#batches > 0 && roll <= 70) {
      const deed = this.#chance.pick(['approve', 'stop', 'resume', 'resume', 'cancel']);
      const id = `batch_${this.#chance.between(1, this.#batches)}`;
      return this.#remember(`/v1/reward-batches/${id}/${deed}`, { reason: 'looked at it' });
    }
    return this.#purchase();
  }

  #batch(): Ask {
    this.#batches += 1;
    const items = Array.from({ length: this.#chance.between(1, 3) }, (_, item) => ({
      itemId: `item_${item}`,
      // Some are told of without an id of their own.
      recipient: this.#chance.percent(70) ? { externalId: `friend_${this.#chance.between(1, 4)}` } : {},
    }));
    const { programId } = this.#chance.pick(this.codes);
    return this.#remember('/v1/reward-batches', {
      batchId: `batch_${this.#batches}`,
      programId,
      delivery: 'Links',
      items,
    });
  }

  #purchase(): Ask {
    this.#events += 1;
    const { programId, code } = this.#chance.pick(this.codes);
    return this.#remember('/v1/events', {
      type: 'purchase',
      eventId: `purchase_${this.#events}`,
      customer: { id: `friend_${this.#chance.between(1, 4)}` },
      programId,
      referralCode: code,
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
      if (answer.status >= 500 && !isLater(ask)) this.broken.push(`${ask.path} answered ${answer.status}`);
    })();
  }
}

/** The upstream cannot be asked now, and the answer says so. */
function isLater({ answer }: Ask): boolean {
  return (answer as { code?: string }).code === 'upstream_unavailable';
}

function isPurchase({ body }: Ask): boolean {
  return (body as { type?: string }).type === 'purchase';
}

/** The rewards that an answered purchase told of. */
export function rewardsOf({ path, answer, status }: Ask): { id: string }[] {
  if (path !== '/v1/events' || (status !== 201 && status !== 200)) return [];
  return (answer as { rewards: { id: string }[] }).rewards;
}
