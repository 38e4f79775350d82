import { setImmediate } from 'node:timers/promises';
import type { Chance } from './chance.ts';

/** Something that waits for its turn. `dueAt`: not before this instant of the simulated clock (epoch ms). */
type Turn = { label: string; owner: string; dueAt: number; take: () => void };

/** Turns of the event loop without news after which everything rests on a turn of ours. */
const QUIET_TURNS = 6;

/**
 * Decides, by the seed, which of all that could happen next does: every commit, every message and every timer of
 * every process waits here for its turn. `now` is the simulated clock (epoch ms).
 */
export class Scheduler {
  now: number;
  readonly #chance: Chance;
  #turns: Turn[] = [];
  #news = 0;
  #busy = 0;
  /** What happened, in order: the history that a seed repeats. */
  readonly story: string[] = [];

  constructor(now: number, chance: Chance) {
    this.now = now;
    this.#chance = chance;
  }

  /** Resolves when it is this one's turn; never, when its owner dies before. */
  turn(owner: string, label: string, dueAt = 0): Promise<void> {
    this.#news += 1;
    return new Promise((resolve) => {
      this.#turns.push({ owner, label, dueAt, take: resolve });
    });
  }

  /** A request and what comes of it, which `wordFor` tells: both can be on the way when whoever asks dies. */
  async exchange<R>(
    owner: string,
    { does, to }: { does: string; to: string },
    answer: () => R,
    wordFor: (result: R) => string | number,
  ): Promise<R> {
    await this.turn(owner, `${does} ${to}`);
    const result = answer();
    await this.turn(owner, `hears of ${to}: ${wordFor(result)}`);
    return result;
  }

  /** Does what may not be interrupted, such as a commit, and waits for it before anything else gets its turn. */
  async undivided<R>(work: () => Promise<R>): Promise<R> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#news += 1;
    }
  }

  /** Whoever died takes no turn any more. */
  forget(owner: string): void {
    this.#turns = this.#turns.filter((turn) => turn.owner !== owner);
    this.tell(`${owner} dies`);
  }

  /** Lets one of the waiting take its turn. False when none is due. */
  async takeOne(): Promise<boolean> {
    const due = this.#turns.filter(({ dueAt }) => dueAt <= this.now);
    if (due.length === 0) return false;
    const turn = this.#chance.pick(due);
    this.#turns.splice(this.#turns.indexOf(turn), 1);
    this.tell(`${turn.owner}: ${turn.label}`);
    turn.take();
    await this.rest();
    return true;
  }

  /** The next instant at which somebody is due, or null. */
  nextDueAt(): number | null {
    const later = this.#turns.map(({ dueAt }) => dueAt).filter((dueAt) => dueAt > this.now);
    return later.length === 0 ? null : Math.min(...later);
  }

  tell(what: string): void {
    this.#news += 1;
    this.story.push(`${this.now} ${what}`);
  }

  /** Resolves when all that can go on by itself has gone on. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      const before = this.#news;
      await setImmediate();
      if (this.#busy > 0 || this.#news !== before) quiet = 0;
    }
  }
}
