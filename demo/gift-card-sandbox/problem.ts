import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FieldErrors } from './order-request.ts';

const titles = {
  400: ['The request is not valid.', 'rfc9110#section-15.5.1'],
  401: ['A valid bearer token is required.', 'rfc9110#section-15.5.2'],
  403: ['API access is switched off for these credentials.', 'rfc9110#section-15.5.4'],
  404: ['There is no such thing here.', 'rfc9110#section-15.5.5'],
  405: ['This path does not answer that method.', 'rfc9110#section-15.5.6'],
  415: ['The body has to be JSON.', 'rfc9110#section-15.5.16'],
  422: ['The account does not cover this order.', 'rfc9110#section-15.5.21'],
  429: ['Too many requests.', 'rfc6585#section-4'],
  500: ['Something went wrong.', 'rfc9110#section-15.6.1'],
  504: ['The answer took too long; the outcome is unknown.', 'rfc9110#section-15.6.5'],
} as const satisfies Partial<Record<ContentfulStatusCode, readonly [string, string]>>;

type ProblemStatus = keyof typeof titles;

/** Thrown anywhere in a route, answered as an error body. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: ProblemStatus;
  readonly errors: FieldErrors | undefined;

  constructor(status: ProblemStatus, errors?: FieldErrors) {
    super(titles[status][0]);
    this.status = status;
    this.errors = errors;
  }
}

/** The usual error body of that server stack; its keys never follow the casing switch (gift-card-api.md section 7). */
export function answerProblem(c: Context, { status, errors }: Problem): Response {
  const [title, section] = titles[status];
  const body = {
    type: `https://www.rfc-editor.org/rfc/${section}`,
    title,
    status,
    traceId: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`,
    ...(errors && { errors }),
  };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json; charset=utf-8' });
}
