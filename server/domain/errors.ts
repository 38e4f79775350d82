import type { ProblemCode } from '../../shared/contract/problem.ts';

export type FieldFault = { path: string; message: string };

type DomainErrorOptions = {
  /** Which fields are wrong: dot paths as the caller wrote them (`customer.id`, `[3].amount`). */
  errors?: readonly FieldFault[];
  /** When trying again makes sense, in ms from now. */
  retryAfterMs?: number;
  /** What the operator should know; goes to the log and never to the caller. */
  operator?: string;
  cause?: unknown;
};

/**
 * A refusal that the caller may see. `code` is from the closed list of the contract and `detail` is written for
 * the caller. Everything else that is thrown counts as unexpected and is answered with nothing but an id.
 */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly FieldFault[];
  readonly retryAfterMs: number | null;
  readonly operator: string | null;

  constructor(code: ProblemCode, detail: string, options: DomainErrorOptions = {}) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.errors = options.errors ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.operator = options.operator ?? null;
  }
}
