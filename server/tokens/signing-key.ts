import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { z } from 'zod';
import type { Sealer } from '../domain/claim/sealer.ts';
import type { SigningKey } from '../domain/token/tokens.ts';

/** An Ed25519 public key as RFC 8037 writes it. */
const publicJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });
const privateJwk = publicJwk.extend({ d: z.string() });
export type PublicJwk = z.infer<typeof publicJwk>;

const sealContext = (kid: string) => ({ siteId: 'installation', ownerId: kid, field: 'signing-key' });

/** Makes a key whose private half leaves this function sealed. */
export async function makeSigningKey(sealer: Sealer, now: number): Promise<SigningKey> {
  const pair = generateKeyPairSync('ed25519');
  const open = publicJwk.parse(pair.publicKey.export({ format: 'jwk' }));
  const secret = privateJwk.parse(pair.privateKey.export({ format: 'jwk' }));
  const kid = await calculateJwkThumbprint(open);
  return {
    kid,
    publicJwk: JSON.stringify(open),
    sealedPrivateJwk: sealer.seal(JSON.stringify(secret), sealContext(kid)),
    createdAt: now,
    retiredAt: null,
  };
}

/** The public half as it is published. */
export function readPublicJwk(key: SigningKey): PublicJwk {
  return publicJwk.parse(JSON.parse(key.publicJwk));
}

/** The public half as the verifier wants it. */
export function importPublicKey(jwk: PublicJwk): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** Throws `SealBroken` when the key was sealed under another master secret. */
export function openPrivateKey(key: SigningKey, sealer: Sealer): KeyObject {
  const opened = sealer.open(key.sealedPrivateJwk, sealContext(key.kid));
  return createPrivateKey({ key: privateJwk.parse(JSON.parse(opened)), format: 'jwk' });
}
