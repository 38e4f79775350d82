import { createHmac } from 'node:crypto';
import { base64OfSecret } from '../domain/webhook/webhook-secret.ts';

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

/** The bytes that a `whsec_…` secret signs with, or null for what is no such secret. */
export function webhookKey(secret: string): Uint8Array | null {
  const base64 = base64OfSecret(secret);
  return base64 === null ? null : Buffer.from(base64, 'base64');
}
