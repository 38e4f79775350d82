import { base64OfSecret } from '../domain/webhook/webhook-secret.ts';

/** What keeps a variable from being a secret of Standard Webhooks 1.0.0, as a sentence; null when nothing does. */
export function webhookSecretFault(name: string, text: string): string | null {
  if (base64OfSecret(text) !== null) return null;
  return `${name} must be whsec_ and 24 to 64 random bytes in base64.`;
}
