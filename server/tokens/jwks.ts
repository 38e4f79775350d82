import { type KeyRing, PUBLISH_LEAD_MS } from './key-ring.ts';

/** How long a reader may keep the set: well under the time that a key is published before it signs. */
const MAX_AGE_MS = PUBLISH_LEAD_MS / 2;

/** The body of `/.well-known/jwks.json` (RFC 7517) and how long, in ms, it may be kept. */
export async function readJwks(keyRing: KeyRing, now: number): Promise<{ json: string; maxAgeMs: number }> {
  const keys = await keyRing.publicKeys(now);
  const json = JSON.stringify({ keys: keys.map((key) => ({ ...key, use: 'sig', alg: 'EdDSA' })) });
  return { json, maxAgeMs: MAX_AGE_MS };
}
