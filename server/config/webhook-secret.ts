/** What keeps a variable from being a secret of Standard Webhooks 1.0.0, as a sentence; null when nothing does. */
export function webhookSecretFault(name: string, text: string): string | null {
  // 24 to 64 bytes are 32 to 88 characters of base64.
  if (/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(text)) return null;
  return `${name} must be whsec_ and 24 to 64 random bytes in base64.`;
}
