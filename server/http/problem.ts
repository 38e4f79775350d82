import type { Problem } from '../../shared/contract/problem.ts';
import { DomainError } from '../domain/errors.ts';
import { PROBLEMS } from './problem-catalogue.ts';

const UNEXPECTED = new DomainError(
  'internal',
  'An unexpected error happened. It was logged under this requestId.',
);

/**
 * What the caller learns about an error. Only a `DomainError` speaks for itself; anything else is `internal`
 * without message, stack or path, since those may hold SQL, file names or secrets. RFC 9457 allows the relative
 * `type`, which resolves to our documentation.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof DomainError ? error : UNEXPECTED;
  const { status, title } = PROBLEMS[known.code];
  return {
    type: `/docs#problem-${known.code}`,
    title,
    status,
    detail: known.detail,
    code: known.code,
    errors: [...known.errors],
    requestId,
  };
}

/** What every problem carries: it belongs to one caller, and no browser may take it for something else. */
export const PROBLEM_HEADERS = {
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** The error as an HTTP answer. */
export function problemResponse(
  error: unknown,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const problem = toProblem(error, requestId);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      ...PROBLEM_HEADERS,
      ...headersFor(error),
      ...headers,
    },
  });
}

function headersFor(error: unknown): Record<string, string> {
  if (!(error instanceof DomainError)) return {};
  if (error.code === 'unauthorized') return { 'WWW-Authenticate': 'Bearer' };
  // The rest of a body that is too large is never read, so the connection cannot carry another request.
  if (error.code === 'payload_too_large') return { Connection: 'close' };
  if (error.retryAfterMs === null) return {};
  return { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))) };
}
