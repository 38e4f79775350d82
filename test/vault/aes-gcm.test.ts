import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decryptGcm, encryptGcm, TAG_BYTES } from '../../server/vault/aes-gcm.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

const PLAIN_64 = `d9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72
                  1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b391aafd255`;
const BOXED_64 = `522dc1f099567d07f47f37a32a84427d 643a8cdcbfe5c0c97598a2bd2555d1aa
                  8cb08e48590dbb3da7b08b1056828838 c5f61e6393ba7a0abcc9f662898015ad`;
const KEY = 'feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308';
const NONCE = 'cafebabefacedbaddecaf888';

/** Test cases 13 to 16 of the GCM specification that NIST adopted (McGrew and Viega, appendix B): AES-256, 96-bit nonce. */
const KNOWN = [
  {
    name: '13',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plain: '',
    aad: '',
    boxed: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plain: '00'.repeat(16),
    aad: '',
    boxed: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '15',
    key: KEY,
    nonce: NONCE,
    plain: PLAIN_64,
    aad: '',
    boxed: BOXED_64,
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: '16',
    key: KEY,
    nonce: NONCE,
    plain: PLAIN_64.slice(0, -8),
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    boxed: BOXED_64.slice(0, -8),
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
].map(({ name, key, nonce, plain, aad, boxed, tag }) => ({
  name,
  key: createSecretKey(hex(key)),
  nonce: hex(nonce),
  plain: hex(plain),
  aad: hex(aad),
  boxed: hex(boxed + tag),
}));

describe.each(KNOWN)('known answer $name', ({ key, nonce, plain, aad, boxed }) => {
  test('holds both ways', () => {
    expect(encryptGcm(key, nonce, plain, aad)).toEqual(boxed);
    expect(decryptGcm(key, nonce, boxed, aad)).toEqual(plain);
  });

  test('fails closed when any bit of the text, the tag, the nonce or the AAD is flipped', () => {
    for (const changed of flips(boxed)) expect(() => decryptGcm(key, nonce, changed, aad)).toThrow();
    for (const changed of flips(nonce)) expect(() => decryptGcm(key, changed, boxed, aad)).toThrow();
    for (const changed of flips(aad)) expect(() => decryptGcm(key, nonce, boxed, changed)).toThrow();
  });

  test('fails closed with a shortened, lengthened or missing tag', () => {
    for (let cut = 1; cut <= TAG_BYTES; cut += 1) {
      expect(() => decryptGcm(key, nonce, boxed.subarray(0, -cut), aad)).toThrow();
    }
    expect(() => decryptGcm(key, nonce, Buffer.concat([boxed, Buffer.of(0)]), aad)).toThrow();
    expect(() => decryptGcm(key, nonce, Buffer.alloc(0), aad)).toThrow();
  });

  test('fails closed under another key', () => {
    expect(() => decryptGcm(createSecretKey(Buffer.alloc(32, 7)), nonce, boxed, aad)).toThrow();
  });
});

function flips(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return changed;
  });
}
