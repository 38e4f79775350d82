import type { KeyObject } from 'node:crypto';
import type { Sealer } from '../domain/claim/sealer.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/clock.ts';
import type { SigningKey, SigningKeyStore } from '../domain/token/tokens.ts';
import {
  importPublicKey,
  makeSigningKey,
  openPrivateKey,
  type PublicJwk,
  readPublicJwk,
} from './signing-key.ts';
import { SKEW_MS } from './token-times.ts';

/** The longest that a process goes without reading the stored keys. */
export const CACHE_MS = 30 * SECOND_MS;

/**
 * A new key is published this long before it signs. By then every process has read it, and so has every site that
 * keeps our JWKS for less than this: nobody meets a `kid` that is not known yet. An unknown `kid` is therefore never
 * worth a read of its own, and a stranger who makes them up causes none.
 */
export const PUBLISH_LEAD_MS = 10 * MINUTE_MS;

type KeyRingSettings = {
  /** Age at which the newest key gets a successor. */
  rotateAfterMs: number;
  /** The longest life of a referral token: how long a key verifies after it last signed. */
  keepMs: number;
};

export type KeyRing = {
  /** The key that signs at `now` (epoch ms). Throws `SealBroken` under another master secret. */
  signingKey(now: number): Promise<{ kid: string; privateKey: KeyObject }>;
  /** The key of this `kid` if a living token may have been signed with it, else null. */
  verifyingKey(kid: string, now: number): Promise<KeyObject | null>;
  /** What may verify now or sign soon, oldest first. */
  publicKeys(now: number): Promise<(PublicJwk & { kid: string })[]>;
};

type RingKey = SigningKey & { jwk: PublicJwk; publicKey: KeyObject };

/**
 * The installation's signing keys, made and replaced as time passes. Processes agree without talking: all read the
 * same rows, the store lets one successor through, and which key signs follows from the rows and the clock alone.
 */
export function createKeyRing(store: SigningKeyStore, sealer: Sealer, settings: KeyRingSettings): KeyRing {
  const { rotateAfterMs, keepMs } = settings;
  if (rotateAfterMs <= PUBLISH_LEAD_MS) {
    throw new RangeError(
      `rotateAfterMs must be more than ${PUBLISH_LEAD_MS} ms: a key is published that long ahead.`,
    );
  }
  let lastRead: { keys: RingKey[]; at: number } | null = null;
  let reading: Promise<RingKey[]> | null = null;
  const privateKeys = new Map<string, KeyObject>();

  async function read(now: number): Promise<RingKey[]> {
    let rows = inOrder(await store.list());
    const newest = rows.at(-1);
    if (newest === undefined || now - newest.createdAt >= rotateAfterMs) {
      rows = inOrder(await store.add(await makeSigningKey(sealer, now), newest?.kid ?? null));
    }
    const keys = rows.map(toRingKey);
    lastRead = { keys, at: now };
    return keys;
  }

  /** Those who come while a read runs wait for it instead of starting their own. */
  function readOnce(now: number): Promise<RingKey[]> {
    reading ??= read(now).finally(() => {
      reading = null;
    });
    return reading;
  }

  async function livingKeys(now: number): Promise<RingKey[]> {
    const isFresh = lastRead !== null && Math.abs(now - lastRead.at) < CACHE_MS;
    const keys = lastRead !== null && isFresh ? lastRead.keys : await readOnce(now);
    return keys.filter((key) => isLiving(key, keepMs, now));
  }

  async function signingKey(now: number) {
    const key = signerOf(await livingKeys(now), now);
    const privateKey = privateKeys.get(key.kid) ?? openPrivateKey(key, sealer);
    privateKeys.set(key.kid, privateKey);
    return { kid: key.kid, privateKey };
  }

  async function verifyingKey(kid: string, now: number): Promise<KeyObject | null> {
    const keys = await livingKeys(now);
    return keys.find((key) => key.kid === kid)?.publicKey ?? null;
  }

  async function publicKeys(now: number) {
    const keys = await livingKeys(now);
    return keys.map(({ jwk, kid }) => ({ ...jwk, kid }));
  }

  return { signingKey, verifyingKey, publicKeys };
}

function inOrder(rows: SigningKey[]): SigningKey[] {
  return rows.toSorted((a, b) => a.createdAt - b.createdAt);
}

function toRingKey(row: SigningKey): RingKey {
  const jwk = readPublicJwk(row);
  return { ...row, jwk, publicKey: importPublicKey(jwk) };
}

/** A retired key signs on until its successor has been published long enough; then its last tokens must run out. */
function isLiving(key: SigningKey, keepMs: number, now: number): boolean {
  return key.retiredAt === null || now < key.retiredAt + PUBLISH_LEAD_MS + keepMs + SKEW_MS;
}

/** The newest key that everybody has had time to read; the very first one signs at once. */
function signerOf(keys: RingKey[], now: number): RingKey {
  const signer = keys.findLast((key) => key.createdAt + PUBLISH_LEAD_MS <= now) ?? keys[0];
  if (signer === undefined) throw new Error('The store of signing keys kept none.');
  return signer;
}
