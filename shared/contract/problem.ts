import { z } from 'zod';

/** Every code that an error answer can carry. Clients may switch on it; it never changes its meaning. */
export const PROBLEM_CODES = [
  'bad_request',
  'invalid_body',
  'unauthorized',
  'forbidden',
  'foreign_origin',
  'missing_scope',
  'not_found',
  'method_not_allowed',
  'conflict',
  'event_conflict',
  'managed_by_file',
  'idempotency_key_reuse',
  'request_in_progress',
  'wrong_state',
  'budget_exhausted',
  'limit_reached',
  'payload_too_large',
  'unsupported_media_type',
  'too_many_requests',
  'overloaded',
  'upstream_unavailable',
  'internal',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** RFC 9457 problem details, with our stable `code`, the offending fields and the request's id. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(PROBLEM_CODES),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.infer<typeof problem>;
