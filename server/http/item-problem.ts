import type { Problem } from '../../shared/contract/problem.ts';
import { DomainError } from '../domain/errors.ts';
import type { RequestLine, Telemetry } from '../domain/telemetry.ts';
import { asRefusal } from './http-app.ts';
import { toProblem } from './problem.ts';

/**
 * The problem of one item among many. The others go on and the request is answered, so operators are told here what a
 * request that failed as a whole would tell them.
 */
export function itemProblem(
  { telemetry }: { telemetry: Telemetry },
  line: RequestLine,
  thrown: unknown,
): Problem {
  const error = asRefusal(thrown);
  if (!(error instanceof DomainError)) telemetry.requestFailed(line.requestId, error);
  else if (error.operator !== null) line.operator = error.operator;
  return toProblem(error, line.requestId);
}
