import { DomainError } from '../domain/errors.ts';

/**
 * How a route decides whether a body is JSON. `json-only`: by its type, so that no page can send it without a
 * preflight (a form or `text/plain` would go out without one). `by-content`: by its first byte, because event
 * senders label JSON as text or as a form; such routes are guarded by a secret that browsers do not have.
 */
export type BodyRule = 'json-only' | 'by-content';

/** Throws `unsupported_media_type`. `expected` is false for routes that need no body. */
export function checkMediaType(rule: BodyRule, contentType: string | null, expected: boolean): void {
  if (rule === 'by-content') return;
  if (contentType === null && !expected) return;
  if (contentType !== null && /^application\/json\s*(;|$)/i.test(contentType.trim())) return;
  throw new DomainError(
    'unsupported_media_type',
    'This route accepts JSON only: Content-Type: application/json.',
  );
}
