/** Whether a text is a secret of Standard Webhooks 1.0.0: 24 to 64 bytes are 32 to 88 characters of base64. */
export function isWebhookSecret(text: string): boolean {
  return /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(text);
}
