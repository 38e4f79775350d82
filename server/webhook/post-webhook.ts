import type { Clock } from '../domain/clock.ts';
import type { PostWebhook } from '../domain/webhook/webhook.ts';

/** The places around a request at which the crash test kills the process. */
export const DELIVER_POINTS = ['deliver:before', 'deliver:after'] as const;
type DeliverPoint = (typeof DELIVER_POINTS)[number];

type Answer = { kind: 'answer'; status: number; retryAfter: string | null };

type PostOptions = {
  /** One HTTP exchange without redirects, limited in time and bytes; failures are values. */
  call: (request: {
    method: 'POST';
    url: string;
    headers: Record<string, string>;
    body: string;
  }) => Promise<Answer | { kind: 'no_answer'; reason: string }>;
  /** Headers of Standard Webhooks with a signature of each secret, for an attempt at `atMs`. */
  headersOf: (secrets: string[], id: string, atMs: number, body: string) => Record<string, string>;
  /** The rest that a `Retry-After` asks for (ms), or null. */
  retryAfterMs: (header: string | null, nowMs: number) => number | null;
  /** Receivers compare the time of a signature with their own. */
  clock: Clock;
  onPoint?: (point: DeliverPoint) => void;
};

/** Posts one signed message. Nothing that the receiver says is kept but its status. */
export function createPostWebhook(options: PostOptions): PostWebhook {
  const { call, headersOf, retryAfterMs, clock, onPoint = () => {} } = options;
  return async ({ url, secrets, id, body }) => {
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'Goodturn-Webhooks',
      ...headersOf(secrets, id, clock(), body),
    };
    onPoint('deliver:before');
    const answer = await call({ method: 'POST', url, headers, body });
    onPoint('deliver:after');
    if (answer.kind === 'no_answer') return { kind: 'unanswered', error: answer.reason };
    return {
      kind: 'answered',
      status: answer.status,
      retryAfterMs: retryAfterMs(answer.retryAfter, clock()),
    };
  };
}
