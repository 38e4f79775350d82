import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/** Bytes of a nonce: 96 bits, the length to keep to (NIST SP 800-38D, 5.2.1.1). */
export const NONCE_BYTES = 12;
/** Bytes of a tag: always the full 128 bits, as a shorter one is easier to forge. */
export const TAG_BYTES = 16;

const CIPHER = 'aes-256-gcm';

/** Encrypts under a 256-bit key. Returns ciphertext and tag in one piece. A nonce may never repeat under one key. */
export function encryptGcm(key: KeyObject, nonce: Buffer, plain: Buffer, aad: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undoes `encryptGcm`. Throws, and gives no plaintext away, unless key, nonce, text, tag and AAD all belong together. */
export function decryptGcm(key: KeyObject, nonce: Buffer, boxed: Buffer, aad: Buffer): Buffer {
  const tagAt = boxed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(boxed.subarray(tagAt));
  return Buffer.concat([decipher.update(boxed.subarray(0, tagAt)), decipher.final()]);
}
