type Item = { at: number; act: () => void };

/** What happens between the events of a replay, each at its own instant (epoch ms). */
export class Agenda {
  readonly #items: Item[] = [];

  add(at: number, act: () => void): void {
    const later = this.#items.findIndex((item) => item.at > at);
    this.#items.splice(later < 0 ? this.#items.length : later, 0, { at, act });
  }

  /** Lets everything happen that is due at or before the instant. */
  runUntil(at: number): void {
    while (this.#items[0] && this.#items[0].at <= at) this.#items.shift()?.act();
  }
}
