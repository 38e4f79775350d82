import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older and newer messages than this are refused: somebody may have kept one. */
const TOLERANCE_S = 5 * 60;

type Signed = { id: string; timestamp: string; signature: string };

/**
 * Whether a message comes from Goodturn, as Standard Webhooks 1.0.0 says: HMAC-SHA256 over `id.timestamp.body`, one
 * of several signatures, compared in constant time. A site would use one of the ready-made libraries.
 */
export function isFromGoodturn(secret: string, { id, timestamp, signature }: Signed, body: string): boolean {
  const ageS = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageS <= TOLERANCE_S)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signature.split(' ').some((each) => {
    const [version, text = ''] = each.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
