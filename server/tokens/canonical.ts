/** The three parts of a token, each in the one spelling that its bytes have. */
export type CanonicalParts = { header: Buffer; payload: Buffer; signature: Buffer; signingInput: string };

const MAX_LENGTH = 8192;
const COMPACT = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}$/;

/** Decoding ignores the spare bits of the last character, so several texts give the same bytes; one is canonical. */
function decode(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/**
 * Takes a compact JWS apart, or null when the text is anything else: too long, another serialisation, or a second
 * spelling of a token. Comes before any verification, since libraries accept such spellings (trust.md A4, RFC 7515).
 */
export function splitCanonical(token: string): CanonicalParts | null {
  if (token.length > MAX_LENGTH || !COMPACT.test(token)) return null;
  const [headerText = '', payloadText = '', signatureText = ''] = token.split('.');
  const header = decode(headerText);
  const payload = decode(payloadText);
  const signature = decode(signatureText);
  if (header === null || payload === null || signature === null) return null;
  return { header, payload, signature, signingInput: `${headerText}.${payloadText}` };
}
