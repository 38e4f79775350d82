import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
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
  };
  /** Has a key of its own for each day. */
  footprint: KeyObject;
  /** Signs what operators are told, where they have not named a secret of their own. */
  alertWebhook: KeyObject;
};

// Stored values depend on these texts: another salt or label is another key, and nothing sealed opens any more.
const SALT = 'goodturn';
const VERSION = 'v1';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;

/**
 * Derives every key of the installation from its master secret (HKDF-SHA-256, RFC 5869). The sealing key's id is
 * derived as well, so a second master secret brings its own id and both can be held during a rotation.
 * Throws `WeakSecret`.
 */
export function deriveKeys(masterSecret: string): VaultKeys {
  assertMasterSecret(masterSecret);
  const bytesFor = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', masterSecret, SALT, `${VERSION}/${purpose}`, length));
  const keyFor = (purpose: string) => createSecretKey(bytesFor(purpose, KEY_BYTES));
  return {
    sealing: { id: bytesFor('sealing-id', KEY_ID_BYTES).toString('hex'), key: keyFor('sealing') },
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
    },
    footprint: keyFor('footprint'),
    alertWebhook: keyFor('alert-webhook'),
  };
}
