import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { assertMasterSecret } from '../domain/secret-strength.ts';

/** A sealing key and the name under which sealed values ask for it. */
export type SealingKey = { id: string; key: KeyObject };

/**
 * One key per purpose, so that a value made for one purpose proves nothing in another. `KeyObject` rather than
 * bytes: printing one shows no key material.
 */
export type VaultKeys = {
  sealing: SealingKey;
  session: KeyObject;
  mac: {
    claimPath: KeyObject;
    secretKey: KeyObject;
    hookUrl: KeyObject;
    formNonce: KeyObject;
    email: KeyObject;
    mailDomain: KeyObject;
    customer: KeyObject;
    payment: KeyObject;
    orderTrace: KeyObject;
  };
  /** Has a key of its own for each day. */
  footprint: KeyObject;
  /** Signs what operators are told, where they have not named a secret of their own. */
  alertWebhook: KeyObject;
  /** The seed of the Ed25519 key that signs the audit's checkpoints. */
  auditCheckpoint: KeyObject;
};

// Stored values depend on these texts: another salt or label is another key, and nothing sealed opens any more.
const SALT = 'goodturn';
const VERSION = 'v1';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;

/**
 * The sealing key of a master secret, and its id: derived as well, so that a second secret brings its own and both can
 * be held during a rotation. Throws `WeakSecret`.
 */
export function sealingKeyOf(masterSecret: string): SealingKey {
  assertMasterSecret(masterSecret);
  const bytesFor = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', masterSecret, SALT, `${VERSION}/${purpose}`, length));
  return {
    id: bytesFor('sealing-id', KEY_ID_BYTES).toString('hex'),
    key: createSecretKey(bytesFor('sealing', KEY_BYTES)),
  };
}

/**
 * What the keys that do not seal are made of (the first step of HKDF). They outlive the secret: what is looked up by
 * a keyed hash (claim paths, secret keys, addresses of people) could not be found any more under another key. So the
 * root is kept, sealed, when the secret is replaced.
 */
export function rootOf(masterSecret: string): Buffer {
  assertMasterSecret(masterSecret);
  return createHmac('sha256', SALT).update(masterSecret).digest();
}

/**
 * Derives every key of the installation from its master secret (HKDF-SHA-256, RFC 5869); those that do not seal from
 * `root`, which is another secret's after a rotation. Throws `WeakSecret`.
 */
export function deriveKeys(masterSecret: string, root: Buffer = rootOf(masterSecret)): VaultKeys {
  // The second step of HKDF; a key is as long as its hash, so that one block is all of it.
  const keyFor = (purpose: string) =>
    createSecretKey(createHmac('sha256', root).update(`${VERSION}/${purpose}\x01`).digest());
  return {
    sealing: sealingKeyOf(masterSecret),
    session: keyFor('session'),
    mac: {
      claimPath: keyFor('mac/claim-path'),
      secretKey: keyFor('mac/secret-key'),
      hookUrl: keyFor('mac/hook-url'),
      formNonce: keyFor('mac/form-nonce'),
      email: keyFor('mac/email'),
      mailDomain: keyFor('mac/mail-domain'),
      customer: keyFor('mac/customer'),
      payment: keyFor('mac/payment'),
      orderTrace: keyFor('mac/order-trace'),
    },
    footprint: keyFor('footprint'),
    alertWebhook: keyFor('alert-webhook'),
    auditCheckpoint: keyFor('audit-checkpoint'),
  };
}
