import { Unavailable } from '../domain/unavailable.ts';

/** Counts the writes that are under way, and holds back the end of the database until the last has settled. */
export class PendingWrites {
  #count = 0;
  #ended: Promise<void> | undefined;
  readonly #lastSettled = Promise.withResolvers<void>();

  get count(): number {
    return this.#count;
  }

  async track<R>(write: () => Promise<R>): Promise<R> {
    if (this.#ended) throw new Unavailable('The database is closed.');
    this.#count += 1;
    try {
      return await write();
    } finally {
      this.#count -= 1;
      if (this.#ended && this.#count === 0) this.#lastSettled.resolve();
    }
  }

  /** Refuses new writes, waits for those under way and then releases everything, once however often it is asked. */
  end(release: () => Promise<void> | void): Promise<void> {
    this.#ended ??= this.#drained().then(release);
    return this.#ended;
  }

  async #drained(): Promise<void> {
    if (this.#count > 0) await this.#lastSettled.promise;
  }
}
