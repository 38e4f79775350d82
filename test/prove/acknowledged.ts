import { appendFileSync, readFileSync } from 'node:fs';

/** A conversion that was answered with 2xx, and what the answer promised. */
export type Acknowledged = { site: string; eventId: string; rewardIds: string[] };

/** The log of what clients were told. It is written before anything is judged by it, and never rewritten. */
export class AcknowledgedLog {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    appendFileSync(file, '');
  }

  add(entry: Acknowledged): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  all(): Acknowledged[] {
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Acknowledged);
  }
}
