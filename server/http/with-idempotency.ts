import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { DomainError } from '../domain/errors.ts';
import { earlierAnswer, keepAnswer, type RequestKey } from '../domain/event/keyed-answer.ts';
import { canonicalJson } from '../domain/site/canonical-json.ts';
import type { Rows, Store } from '../domain/store.ts';

export type Given = { status: 200 | 201; json: string; replayed: boolean };

/** Keeps the answer inside the write that made it, so that neither stands without the other. */
export type Keep = (rows: Rows, answer: { status: 200 | 201; json: string }) => Promise<void>;

/** Both spellings that clients use: bare, and the quoted string of the IETF draft. They are one key. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .transform((text) => text.replace(/^"(.*)"$/s, '$1'))
    .pipe(z.string().min(1).max(255, 'must be at most 255 characters'))
    .optional(),
});

type IdempotencyParts = { store: Store; clock: Clock; digest: (text: string) => string };
type Request = { siteId: string; key: string | undefined; body: unknown };

/** Keys whose first request is being answered by this process. Another process's are told apart by the database. */
const inProgress = new WeakMap<Store, Set<string>>();

const RETRY_AFTER_MS = 1000;

/**
 * Answers a request with an `Idempotency-Key` once: a repeat gets the kept answer, another body is refused, and a repeat
 * during the first is told to come back. Bodies are one where their JSON is, in whatever order and spacing. Refusals are
 * not kept, so a corrected request may use the key again.
 */
export async function withIdempotency(
  parts: IdempotencyParts,
  { siteId, key, body }: Request,
  answer: (keep: Keep) => Promise<Given>,
): Promise<Given> {
  if (key === undefined) return answer(async () => {});
  const request: RequestKey = { siteId, key, fingerprint: parts.digest(canonicalJson(body)) };
  const earlier = await earlierAnswer(parts.store.read, request);
  if (earlier) return replayed(earlier);

  const running = runningKeys(parts.store);
  const name = JSON.stringify([siteId, key]);
  if (running.has(name)) {
    throw new DomainError(
      'request_in_progress',
      'The first request with this Idempotency-Key is still running.',
      {
        retryAfterMs: RETRY_AFTER_MS,
      },
    );
  }
  running.add(name);
  try {
    let first = { status: 0, body: '' };
    const given = await answer(async (rows, { status, json }) => {
      first = await keepAnswer(rows, request, { status, body: json }, parts.clock());
    });
    return first.body === given.json || first.status === 0 ? given : replayed(first);
  } finally {
    running.delete(name);
  }
}

function runningKeys(store: Store): Set<string> {
  const known = inProgress.get(store) ?? new Set();
  inProgress.set(store, known);
  return known;
}

function replayed({ status, body }: { status: number; body: string }): Given {
  return { status: status === 201 ? 201 : 200, json: body, replayed: true };
}
