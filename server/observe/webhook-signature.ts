import { createHmac } from 'node:crypto';

/**
 * Headers of a Standard Webhooks 1.0.0 message with symmetric signatures (`v1`): HMAC-SHA256 over
 * `id.timestamp.body`, base64, one for each key, so that a receiver with any of the secrets can verify it. `keys` are
 * the decoded secrets, `atMs` the time of this attempt.
 */
export function signedHeaders(
  keys: readonly Uint8Array[],
  id: string,
  atMs: number,
  body: string,
): Record<string, string> {
  const seconds = String(Math.floor(atMs / 1000));
  const signatures = keys.map((key) => {
    const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
    return `v1,${signature}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

/** The key bytes of a `whsec_…` secret: 24 to 64 of them (Standard Webhooks 1.0.0), or null. */
export function webhookKey(secret: string): Uint8Array | null {
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret);
  if (!match?.[1]) return null;
  const key = Buffer.from(match[1], 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}
