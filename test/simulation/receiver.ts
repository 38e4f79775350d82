import type { PostResult, PostWebhook } from '../../server/domain/webhook/webhook.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';

/** What a receiver took: the kind of message, and the reward, batch or account that it tells of. */
type Letter = { type: string; data: Record<string, string> };

/** A site's endpoint with the faults of a network and of a server, by chance. Only it knows what it took. */
export class SimulatedReceiver {
  /** By the id of the message; what came twice stands here once. */
  readonly taken = new Map<string, Letter>();
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  /** Calm: takes everything. */
  calm = false;

  constructor(scheduler: Scheduler, chance: Chance) {
    this.#scheduler = scheduler;
    this.#chance = chance;
  }

  /** The endpoint as one process reaches it. */
  reachedBy(owner: string): PostWebhook {
    const wordFor = (result: PostResult) => (result.kind === 'answered' ? result.status : result.error);
    return ({ id, body }) =>
      this.#scheduler.exchange(owner, { does: 'posts', to: id }, () => this.#receive(id, body), wordFor);
  }

  #receive(id: string, body: string): PostResult {
    const roll = this.calm ? 100 : this.#chance.between(1, 100);
    if (roll <= 10) return { kind: 'unanswered', error: 'TIMEOUT' };
    if (roll <= 20) return { kind: 'answered', status: 500, retryAfterMs: null };
    if (roll <= 24) return { kind: 'answered', status: 503, retryAfterMs: 30_000 };
    this.taken.set(id, JSON.parse(body) as Letter);
    if (roll <= 40) return { kind: 'unanswered', error: 'ECONNRESET' };
    return { kind: 'answered', status: 204, retryAfterMs: null };
  }
}
