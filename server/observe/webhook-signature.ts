import { createHmac } from 'node:crypto';

/**
 * Headers of a Standard Webhooks 1.0.0 message with a symmetric signature (`v1`): HMAC-SHA256 over
 * `id.timestamp.body`, base64. `key` is the decoded secret, `atMs` the time of this attempt.
 */
export function signedHeaders(
  key: Uint8Array,
  id: string,
  atMs: number,
  body: string,
): Record<string, string> {
  const seconds = String(Math.floor(atMs / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

/** The key bytes of a `whsec_…` secret: 24 to 64 of them (Standard Webhooks 1.0.0), or null. */
export function webhookKey(secret: string): Uint8Array | null {
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret);
  if (!match?.[1]) return null;
  const key = Buffer.from(match[1], 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}
