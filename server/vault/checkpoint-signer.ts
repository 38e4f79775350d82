import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { CheckpointSigner, IsSignedWith } from '../domain/audit/checkpoint.ts';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key of this seed. It hangs on the installation's root, so a rotation of sealing keys leaves it as it is. */
export function createCheckpointSigner(seed: KeyObject): CheckpointSigner {
  const der = Buffer.concat([PKCS8_HEAD, seed.export()]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    key: createPublicKey(key).export({ format: 'jwk' }).x ?? '',
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  };
}

/** False also for a key or a signature that is none. */
export const isSignedWith: IsSignedWith = (text, signature, key) => {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
};
