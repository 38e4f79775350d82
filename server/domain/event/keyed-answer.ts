import { DomainError } from '../errors.ts';
import type { Rows } from '../store.ts';
import type { KeyedAnswer } from './event.ts';

export type RequestKey = { siteId: string; key: string; fingerprint: string };
type GivenAnswer = { status: number; body: string };

/**
 * The answer that a key was given before, or null for a new key. Throws `idempotency_key_reuse` when the key came
 * with another body. The natural id of each event still guards it after the key has expired.
 */
export async function earlierAnswer(rows: Rows, request: RequestKey): Promise<GivenAnswer | null> {
  const known = await rows.keyedAnswers.find(request.siteId, request.key);
  return known ? sameRequest(known, request) : null;
}

/** Keeps the answer for repeats; when another process kept one first, that one counts. */
export async function keepAnswer(
  rows: Rows,
  request: RequestKey,
  answer: GivenAnswer,
  now: number,
): Promise<GivenAnswer> {
  if (await rows.keyedAnswers.insert({ ...request, ...answer, createdAt: now })) return answer;
  return (await earlierAnswer(rows, request)) ?? answer;
}

function sameRequest(known: KeyedAnswer, { fingerprint }: RequestKey): GivenAnswer {
  if (known.fingerprint !== fingerprint) {
    throw new DomainError('idempotency_key_reuse', 'The Idempotency-Key was used with another body before.');
  }
  return { status: known.status, body: known.body };
}
