import type { z } from 'zod';
import { answerWith } from './carried-headers.ts';
import type { HttpContext } from './http-context.ts';
import type { ResponseSpec } from './response-spec.ts';

type Headers = Readonly<Record<string, string>>;

type BodyOf<R extends ResponseSpec> = R extends { schema: infer T extends z.ZodType }
  ? /** `json` is a body that was serialised before, such as a stored first answer. */
    { body: z.input<T>; json?: never } | { json: string; body?: never }
  : { body?: never; json?: never };

type AnswerWith<S extends number, R extends ResponseSpec> = { status: S; headers?: Headers } & BodyOf<R>;

/** One of a route's declared responses, or a `Response` of its own for what is no JSON (a stream). */
export type Answer<R extends Readonly<Record<number, ResponseSpec>>> =
  | { [S in keyof R & number]: AnswerWith<S, R[S]> }[keyof R & number]
  | Response;

type PlainAnswer = { status: number; headers?: Headers; body?: unknown; json?: string };

/** Answers belong to one caller, so no cache may keep them unless the handler says otherwise. */
const BASE_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
const JSON_HEADERS = { 'Content-Type': 'application/json', ...BASE_HEADERS };

/** Turns a handler's answer into one of the Fetch standard. */
export function toResponse(c: HttpContext, answer: PlainAnswer | Response): Response {
  if (answer instanceof Response) return answer;
  const text = answer.json ?? (answer.body === undefined ? null : JSON.stringify(answer.body));
  const base = text === null ? BASE_HEADERS : JSON_HEADERS;
  const headers = answer.headers ? { ...base, ...answer.headers } : base;
  return answerWith(c, text, { status: answer.status, headers });
}
