import { describe, expect, test } from 'vitest';
import { SealBroken } from '../../server/domain/claim/sealer.ts';
import { readJwks } from '../../server/tokens/jwks.ts';
import { CACHE_MS, createKeyRing, PUBLISH_LEAD_MS } from '../../server/tokens/key-ring.ts';
import { createReferralTokens } from '../../server/tokens/referral-token.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createSealer } from '../../server/vault/sealer.ts';
import { createKeyStore } from './key-store.ts';
import { NOW, PUBLIC_URL, SITE, sealer } from './kinds.ts';

const DAY_MS = 86_400_000;
const SKEW_MS = 60_000;
const settings = { rotateAfterMs: 90 * DAY_MS, keepMs: 30 * DAY_MS };
const ROTATION = NOW + settings.rotateAfterMs;

function startProcess(store = createKeyStore()) {
  const ring = createKeyRing(store, sealer, settings);
  const tokens = createReferralTokens(ring, PUBLIC_URL);
  const sign = (now: number, lifeMs = settings.keepMs) =>
    tokens.sign({
      clickId: 'clk_1',
      siteId: SITE,
      programId: 'friends',
      programVersion: 1,
      code: 'ADA23456',
      issuedAt: now,
      expiresAt: now + lifeMs,
    });
  const accepts = async (token: string, now: number) =>
    typeof (await tokens.verify(token, SITE, now)) === 'object';
  return { store, ring, sign, accepts };
}

describe('the first key', () => {
  test('is made when there is none, signs at once, and is there after a restart', async () => {
    const { store, sign } = startProcess();
    const token = await sign(NOW);
    expect(await startProcess(store).accepts(token, NOW)).toBe(true);
    expect(await store.list()).toHaveLength(1);
  });

  test('is one key, however many processes start at once', async () => {
    const store = createKeyStore();
    const processes = Array.from({ length: 8 }, () => startProcess(store));
    const tokens = await Promise.all(processes.map((process) => process.sign(NOW)));
    expect(await store.list()).toHaveLength(1);
    for (const process of processes) {
      for (const token of tokens) expect(await process.accepts(token, NOW)).toBe(true);
    }
  });

  test('lies in the store with its private half sealed, and opens under the same master secret only', async () => {
    const { store, sign } = startProcess();
    await sign(NOW);
    const [key] = await store.list();
    expect(key?.publicJwk).not.toContain('"d"');
    expect(key?.sealedPrivateJwk).toMatch(/^s1\./);
    const foreign = createSealer(deriveKeys('another-master-secret-that-is-long-enough').sealing);
    await expect(createKeyRing(store, foreign, settings).signingKey(NOW)).rejects.toThrow(SealBroken);
  });
});

describe('rotation', () => {
  test('publishes the successor first, then lets it sign', async () => {
    const { ring } = startProcess();
    const first = await ring.signingKey(NOW);
    expect(await ring.publicKeys(ROTATION - 1)).toHaveLength(1);
    expect(await ring.publicKeys(ROTATION - 1 + CACHE_MS)).toHaveLength(2);
    const madeAt = ROTATION - 1 + CACHE_MS;
    expect((await ring.signingKey(madeAt + PUBLISH_LEAD_MS - 1)).kid).toBe(first.kid);
    const second = await ring.signingKey(madeAt + PUBLISH_LEAD_MS);
    expect(second.kid).not.toBe(first.kid);
    expect((await ring.publicKeys(madeAt)).map((key) => key.kid)).toEqual([first.kid, second.kid]);
  });

  test('keeps the old key until its last token has ended, and no longer', async () => {
    const { ring, sign, accepts } = startProcess();
    const { kid } = await ring.signingKey(NOW);
    const immortal = await sign(NOW, 10 * 365 * DAY_MS);
    await ring.publicKeys(ROTATION);
    const lastSignedAt = ROTATION + PUBLISH_LEAD_MS - 1000;
    const lastToken = await sign(lastSignedAt);
    const end = lastSignedAt + settings.keepMs;
    expect(await accepts(lastToken, end - 1)).toBe(true);
    expect(await accepts(lastToken, end + SKEW_MS - 1)).toBe(true);
    const gone = ROTATION + PUBLISH_LEAD_MS + settings.keepMs + SKEW_MS;
    expect(await ring.verifyingKey(kid, gone - 1)).not.toBeNull();
    expect(await ring.verifyingKey(kid, gone)).toBeNull();
    expect((await ring.publicKeys(gone)).map((key) => key.kid)).not.toContain(kid);
    expect(await accepts(immortal, gone - 1)).toBe(true);
    expect(await accepts(immortal, gone)).toBe(false);
  });

  test('happens once, however many processes notice that it is time', async () => {
    const store = createKeyStore();
    const processes = Array.from({ length: 8 }, () => startProcess(store));
    await Promise.all(processes.map((process) => process.sign(NOW)));
    await Promise.all(processes.map((process) => process.sign(ROTATION)));
    expect(await store.list()).toHaveLength(2);
  });

  test('refuses no good token in 10,000 requests over two processes, whichever reads the store when', async () => {
    const store = createKeyStore();
    // The second process starts half a cache life later, so the two are never equally old in what they know.
    const [left, right] = [startProcess(store), startProcess(store)];
    await left.sign(NOW);
    await right.sign(NOW + CACHE_MS / 2);
    const kids = new Set<string>();
    const spanMs = 2 * PUBLISH_LEAD_MS;
    const rounds = 5_000;
    for (let round = 0; round < rounds; round += 1) {
      const now = Math.round(ROTATION - PUBLISH_LEAD_MS / 2 + (spanMs * round) / rounds);
      const [signer, verifier] = round % 2 === 0 ? [left, right] : [right, left];
      kids.add((await signer.ring.signingKey(now)).kid);
      const token = await signer.sign(now);
      if (!(await verifier.accepts(token, now)) || !(await signer.accepts(token, now))) {
        expect.fail(`refused in round ${round}, ${now - ROTATION} ms from the rotation`);
      }
    }
    expect(kids.size).toBe(2);
  }, 30_000);

  test('cannot be set shorter than the time a key is published ahead', () => {
    const hasty = { ...settings, rotateAfterMs: PUBLISH_LEAD_MS };
    expect(() => createKeyRing(createKeyStore(), sealer, hasty)).toThrow(/rotateAfterMs/);
  });
});

describe('the store is read', () => {
  test('once per 30 s, however many requests come at once', async () => {
    const { store, sign } = startProcess();
    await Promise.all(Array.from({ length: 100 }, () => sign(NOW)));
    await sign(NOW + CACHE_MS - 1);
    expect(store.reads).toBe(1);
    await Promise.all(Array.from({ length: 100 }, () => sign(NOW + CACHE_MS)));
    expect(store.reads).toBe(2);
  });

  test('no more often for kids that nobody knows', async () => {
    const { store, ring } = startProcess();
    for (let elapsed = 0; elapsed < 60_000; elapsed += 100) {
      expect(await ring.verifyingKey(`made-up-${elapsed}`, NOW + elapsed)).toBeNull();
    }
    expect(store.reads).toBe(2);
  });

  test('again after it failed', async () => {
    const { store, ring } = startProcess();
    const list = store.list;
    store.list = () => Promise.reject(new Error('database away'));
    await expect(ring.signingKey(NOW)).rejects.toThrow('database away');
    store.list = list;
    await expect(ring.signingKey(NOW)).resolves.toMatchObject({ kid: expect.any(String) });
  });
});

test('the published set holds public keys only, each usable by its kid, and may be kept for less than a key waits', async () => {
  const { ring, sign } = startProcess();
  await sign(NOW);
  await ring.publicKeys(ROTATION);
  const { json, maxAgeMs } = await readJwks(ring, ROTATION);
  const keys: Record<string, string>[] = JSON.parse(json).keys;
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    expect(key).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.stringMatching(/^[\w-]{43}$/),
      kid: expect.stringMatching(/^[\w-]{43}$/),
      use: 'sig',
      alg: 'EdDSA',
    });
  }
  expect(maxAgeMs).toBeLessThan(PUBLISH_LEAD_MS - CACHE_MS);
});
