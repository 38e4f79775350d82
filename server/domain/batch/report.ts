import { DomainError, type FieldFault } from '../errors.ts';

/** How many faults an answer lists; the others are counted. */
const MAX_LISTED = 100;

/** The faults of a whole batch, listed up to a bound. */
export class Report {
  readonly #listed: FieldFault[] = [];
  readonly #rows = new Set<number>();
  #count = 0;

  add(row: number, fault: FieldFault): void {
    this.#count += 1;
    this.#rows.add(row);
    if (this.#listed.length < MAX_LISTED) this.#listed.push(fault);
  }

  /** Throws `invalid_body` with the report, if there is anything to report. */
  refuse(total: number): void {
    if (this.#count === 0) return;
    const rest = this.#count - this.#listed.length;
    const told =
      rest === 0
        ? 'All faults are listed'
        : `The first ${MAX_LISTED} faults are listed, ${rest} more are not`;
    throw new DomainError(
      'invalid_body',
      `${this.#rows.size} of ${total} rows are not right, so nothing was reserved. ${told}.`,
      { errors: this.#listed },
    );
  }
}
