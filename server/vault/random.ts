import { randomBytes, randomFillSync, randomInt } from 'node:crypto';

/** Bytes of a claim path: 144 bits, over the 128 that ASVS 5.0 (11.5.1) asks of an unguessable value. */
const CLAIM_PATH_BYTES = 18;

const MIN_TOKEN_BYTES = 16;

/** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
/** 30^8, about 6.6 × 10^11: room enough that a fresh code is seldom taken. A code is public, not a secret. */
const CODE_LENGTH = 8;

/** An unguessable text for addresses and keys, base64url. Throws a RangeError under 128 bits. */
export function randomToken(bytes: number = CLAIM_PATH_BYTES): string {
  if (bytes < MIN_TOKEN_BYTES) throw new RangeError(`A secret needs at least ${MIN_TOKEN_BYTES} bytes.`);
  return randomBytes(bytes).toString('base64url');
}

/** A new secret of Standard Webhooks 1.0.0: 32 random bytes, over the 24 that it asks for. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** A participant's code, already folded. The caller tries again when another participant has it. */
export function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () =>
    CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length)),
  ).join('');
}

const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * A random number from 0 to below 1 in 256 steps: enough for one letter of an id. The bytes come from the system a
 * pool at a time, since asking for each alone takes longer than all the rest of an id.
 */
export function randomFraction(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool.readUInt8(used);
  used += 1;
  return byte / 256;
}
