import { seededRandom } from '../support/seeded-random.ts';

/** Everything that a history leaves to chance, repeated by its seed. */
export class Chance {
  readonly fraction: () => number;

  constructor(seed: number) {
    this.fraction = seededRandom(seed);
    // Neighbouring seeds begin alike in this generator.
    for (let warmUp = 0; warmUp < 8; warmUp += 1) this.fraction();
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.fraction() * 100 < share;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new Error('There is nothing to pick from.');
    return choice;
  }

  /** The same in another order. */
  shuffled<T>(all: readonly T[]): T[] {
    return all
      .map((one) => ({ one, at: this.fraction() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ one }) => one);
  }
}
