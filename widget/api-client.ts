import type { Problem } from '../shared/contract/problem.ts';
import type { Me, Session, SessionRequest } from '../shared/contract/session.ts';

/** Why a call did not succeed, in the words that decide what a person is told. */
export type FaultKind = 'offline' | 'expired' | 'foreign' | 'refused' | 'broken';

/** A call that did not succeed, after its retries. */
export class ApiFault extends Error {
  readonly kind: FaultKind;
  readonly retryAfterMs: number;
  constructor(kind: FaultKind, retryAfterMs = 0) {
    super(kind);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

export type ApiClient = ReturnType<typeof createApiClient>;
type Call = {
  body?: unknown;
  token?: string;
  etag?: string;
  signal?: AbortSignal;
  attempts?: number | undefined;
};

const TIME_LIMIT_MS = 15_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * The widget's half of the HTTP contract, and the only place that sends. Every method throws `ApiFault`;
 * network errors, 429 and 5xx are tried again first, after `Retry-After` where the server names it.
 */
export function createApiClient({ apiOrigin, siteKey }: { apiOrigin: string; siteKey: string }) {
  /** Whether the server has ever answered this page: then a silence cannot be for the page's address. */
  let isKnown = false;
  let told = '';

  async function attempt(method: string, path: string, call: Call): Promise<Response | ApiFault> {
    const { body, token, etag, signal } = call;
    try {
      const response = await fetch(`${apiOrigin}/v1/widget/${path}`, {
        method,
        // Only the stream brings its own signal: it stays open longer than any time limit.
        signal: signal ?? AbortSignal.timeout(TIME_LIMIT_MS),
        credentials: 'omit',
        headers: {
          'X-Site-Key': siteKey,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(etag && { 'If-None-Match': etag }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      isKnown = true;
      if (response.ok || response.status === 304) return response;
      const retryAfterMs = Number(response.headers.get('Retry-After')) * 1000;
      return new ApiFault(await faultOf(response, token), retryAfterMs || 0);
    } catch {
      return new ApiFault('offline');
    }
  }

  async function send(method: string, path: string, call: Call = {}): Promise<Response> {
    for (let tried = 1; ; tried++) {
      const answer = await attempt(method, path, call);
      if (!(answer instanceof ApiFault)) return answer;
      if (!isPassing(answer.kind) || tried >= (call.attempts ?? 3))
        return explain(answer, () => attempt(method, path, call));
      const delayMs = Math.min(answer.retryAfterMs || backoffMs(tried), LONGEST_WAIT_MS);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }

  /** Throws what is wrong, or resolves to the answer where it comes after all. */
  async function explain(fault: ApiFault, again: () => Promise<Response | ApiFault>): Promise<Response> {
    if (isKnown || fault.kind !== 'offline') throw fault;
    const last = await import('./find-foreign.ts').then(
      (part) => part.findForeign(apiOrigin, again),
      () => fault.kind,
    );
    if (last instanceof Response) return last;
    throw new ApiFault(last);
  }

  async function faultOf(response: Response, token: string | undefined): Promise<FaultKind> {
    const { status } = response;
    if (status === 429 || status >= 500) return 'broken';
    // Every session ends once, and is renewed.
    if (status === 401 && token) return 'expired';
    const { code, detail }: Partial<Problem> = await response.json().catch(() => ({}));
    const kind = status === 401 ? 'expired' : code === 'foreign_origin' ? 'foreign' : 'refused';
    const words = `goodturn: ${status} ${detail ?? ''}`;
    // Whoever built the page can mend this, and no visitor can. Once, since it is asked for anew on many occasions.
    if (told === words) return kind;
    told = words;
    console.warn(words);
    return kind;
  }

  return {
    /** Any other call, for the parts that are fetched on demand. */
    send,
    async openSession(body: SessionRequest): Promise<{ session: Session; etag: string }> {
      const response = await send('POST', 'sessions', { body });
      return { session: await response.json(), etag: response.headers.get('ETag') ?? '' };
    },
    async endSession(token: string): Promise<void> {
      await send('DELETE', 'sessions', { token, attempts: 1 });
    },
    /** Null when nothing changed since `etag`. */
    async readMe(token: string, etag: string): Promise<{ me: Me; etag: string } | null> {
      const response = await send('GET', 'me', { token, etag });
      if (response.status === 304) return null;
      return { me: await response.json(), etag: response.headers.get('ETag') ?? '' };
    },
  };
}

/** What another try may find mended, unlike what the page or its site has to change. */
export function isPassing(kind: FaultKind): boolean {
  return kind === 'offline' || kind === 'broken';
}

/** Full jitter keeps the pages of one site from coming back in step after an outage. */
export function backoffMs(tried: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** tried, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
}
