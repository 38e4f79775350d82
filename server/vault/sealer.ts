import { randomBytes } from 'node:crypto';
import { type KeyedSealer, SealBroken, type SealContext } from '../domain/claim/sealer.ts';
import { decryptGcm, encryptGcm, NONCE_BYTES } from './aes-gcm.ts';
import type { SealingKey } from './derive-keys.ts';

const VERSION = 's1';

/** `s1.<key id>.<nonce>.<ciphertext and tag>`: 12 bytes of nonce, and never less than a whole tag. */
const SEALED = /^s1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

/** JSON quotes each part, so no two contexts can run together into the same bytes. */
function aadOf(context: SealContext): Buffer {
  return Buffer.from(JSON.stringify([VERSION, context.siteId, context.ownerId, context.field]));
}

/** Null for a spelling that `seal` would not have written: base64url has spare bits that decoding ignores. */
function decodeStrictly(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function broken(context: SealContext): SealBroken {
  return new SealBroken(`The sealed ${context.field} of ${context.ownerId} does not open.`);
}

/**
 * Seals with `current`; opens what `current` or one of the `older` keys sealed, so values can be sealed anew one by
 * one after a change of key. Nonces are drawn at random: at 96 bits that is safe for 2^32 values per key
 * (NIST SP 800-38D, 8.3), far beyond the rewards of one installation.
 */
export function createSealer(current: SealingKey, older: SealingKey[] = []): KeyedSealer {
  const keys = new Map([...older, current].map(({ id, key }) => [id, key]));
  let sealing = current.id;

  function seal(plain: string, context: SealContext): string {
    const key = keys.get(sealing);
    if (key === undefined) throw new SealBroken(`The key ${sealing}, which seals now, is not held.`);
    const nonce = randomBytes(NONCE_BYTES);
    const boxed = encryptGcm(key, nonce, Buffer.from(plain), aadOf(context));
    return [VERSION, sealing, nonce.toString('base64url'), boxed.toString('base64url')].join('.');
  }

  function open(sealed: string, context: SealContext): string {
    const [, keyId = '', nonceText = '', boxedText = ''] = SEALED.exec(sealed) ?? [];
    const key = keys.get(keyId);
    const nonce = decodeStrictly(nonceText);
    const boxed = decodeStrictly(boxedText);
    if (key === undefined || nonce === null || boxed === null) throw broken(context);
    try {
      return decryptGcm(key, nonce, boxed, aadOf(context)).toString();
    } catch {
      throw broken(context);
    }
  }

  return {
    seal,
    open,
    holds: (keyId) => keys.has(keyId),
    sealWith(keyId) {
      sealing = keyId;
    },
    keyIdOf: (sealed) => SEALED.exec(sealed)?.[1] ?? null,
  };
}
