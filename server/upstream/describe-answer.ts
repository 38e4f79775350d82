import { cleanDetail } from './clean-detail.ts';

/**
 * What operators read about an answer. A 2xx body is never quoted, since it may hold claim links; of other
 * bodies the usual fields are looked for first (gift-card-api.md section 7: no error body is documented).
 */
export function describeAnswer(
  status: number,
  text: string,
  body: unknown,
  known: readonly string[] = [],
): string {
  if (status >= 200 && status < 300) return `HTTP ${status} with a body that cannot be read`;
  if (status >= 300 && status < 400) return `HTTP ${status}, redirects are not followed`;
  const source = body === undefined ? text : messagesOf(body) || JSON.stringify(body);
  const detail = cleanDetail(`HTTP ${status}: ${source}`, known);
  return source.trim() === '' ? `HTTP ${status}` : detail;
}

function messagesOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const fields: Record<string, unknown> = { ...body };
  return ['title', 'message', 'detail', 'errors']
    .map((name) => fields[name])
    .filter((value) => value !== undefined && value !== null)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');
}
