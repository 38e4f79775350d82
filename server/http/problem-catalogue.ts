import type { ProblemCode } from '../../shared/contract/problem.ts';

type ProblemEntry = {
  status: number;
  title: string;
  /** What the developer who reads the answer should do; shown at `/docs#problem-<code>`. */
  remedy: string;
};

/** Every problem code with its HTTP status and what to do about it. The compiler keeps it complete. */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemEntry>> = {
  bad_request: {
    status: 400,
    title: 'The request is malformed',
    remedy:
      'Compare path, query and headers with the description of the route. The same request fails again.',
  },
  invalid_body: {
    status: 400,
    title: 'The body is not valid',
    remedy:
      'Correct the fields that `errors` lists. Nothing was stored, so the corrected request may be sent.',
  },
  unauthorized: {
    status: 401,
    title: 'The credential is missing or not valid',
    remedy:
      'Check that the right key or token is sent and that a token has not expired; get a new token if so.',
  },
  forbidden: {
    status: 403,
    title: 'This is not allowed',
    remedy: 'The credential is valid but does not reach this. Use one that belongs to the owner.',
  },
  foreign_origin: {
    status: 403,
    title: 'The page is not on an origin of the site',
    remedy: 'Add the origin of the page to `origins` of the site that the publishable key names.',
  },
  missing_scope: {
    status: 403,
    title: 'The key lacks a scope',
    remedy: 'Give the secret key the scope that the route names, or use another key.',
  },
  not_found: {
    status: 404,
    title: 'Nothing is here',
    remedy: 'Check the address and the id. What belongs to another site is answered the same way.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The address does not know this method',
    remedy: 'Use one of the methods that the `Allow` header lists.',
  },
  conflict: {
    status: 409,
    title: 'The request conflicts with what is stored',
    remedy: 'Read the current state, then decide whether the request still makes sense.',
  },
  event_conflict: {
    status: 409,
    title: 'The event id was used for another event',
    remedy: 'An `eventId` is final. Send another deed under its own id; a repeat must be unchanged.',
  },
  managed_by_file: {
    status: 409,
    title: 'The configuration file manages this program',
    remedy: 'Change the program in the file and apply it again.',
  },
  idempotency_key_reuse: {
    status: 422,
    title: 'The idempotency key came with another body',
    remedy: 'Use a new key for a new request, and repeat the same body under the same key.',
  },
  request_in_progress: {
    status: 409,
    title: 'The same request is still running',
    remedy: 'Wait for the time in `Retry-After`, then repeat the request with the same key.',
  },
  wrong_state: {
    status: 409,
    title: 'This cannot be done in the present state',
    remedy: 'Read the current state; the step may have been done already, or be too late.',
  },
  budget_exhausted: {
    status: 409,
    title: 'The budget does not cover this',
    remedy: 'Raise the budget of the program, or give back what other rewards have reserved.',
  },
  limit_reached: {
    status: 409,
    title: 'The limits of the program do not allow this',
    remedy: 'Raise the limit, or wait for its next period.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send at most 1 MB, measured after decompression. Split a long array into several requests.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has a type that is not accepted',
    remedy: 'Send JSON with `Content-Type: application/json`, plain or compressed with gzip.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for the time in `Retry-After`, then go on more slowly.',
  },
  overloaded: {
    status: 503,
    title: 'The server is overloaded',
    remedy: 'Nothing was stored. Repeat the request after the time in `Retry-After`.',
  },
  upstream_unavailable: {
    status: 503,
    title: 'The gift-card provider cannot say right now',
    remedy: 'Nothing was changed. Repeat the request after the time in `Retry-After`.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    remedy: 'Repeat the request with the same ids. If it stays, tell the operator the `requestId`.',
  },
};
