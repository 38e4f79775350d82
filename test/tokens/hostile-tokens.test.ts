import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { forge, KINDS, keyRing, NOW, NOW_S, referralKind, strangerJwk, strangerKid } from './kinds.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** Changes to the header; each is signed with the right key, so that only the header can be at fault. */
const HOSTILE_HEADERS: [string, Record<string, unknown>][] = [
  ['alg none', { alg: 'none' }],
  ['alg noNE', { alg: 'noNE' }],
  ['alg None', { alg: 'None' }],
  ['alg empty', { alg: '' }],
  ['alg missing', { alg: undefined }],
  ['alg not a text', { alg: ['HS256', 'EdDSA'] }],
  ['alg in another case', { alg: 'hs256' }],
  ['alg of a longer hash', { alg: 'HS512' }],
  ['alg Ed448', { alg: 'Ed448' }],
  ['alg RS256', { alg: 'RS256' }],
  ['typ missing', { typ: undefined }],
  ['typ JWT', { typ: 'JWT' }],
  ['typ of an access token', { typ: 'at+jwt' }],
  ['typ in another case', { typ: 'PARTICIPANT+JWT' }],
  ['kid empty', { kid: '' }],
  ['kid not a text', { kid: { $gt: '' } }],
  ['kid very long', { kid: 'k'.repeat(129) }],
  ['crit', { crit: ['exp'] }],
  ['crit empty', { crit: [] }],
  ['b64 false', { b64: false, crit: ['b64'] }],
  ['b64 without crit', { b64: false }],
  ['zip', { zip: 'DEF' }],
  ['enc', { enc: 'A256GCM' }],
  ['jku', { jku: 'https://evil.example/jwks.json' }],
  ['jwk', { jwk: strangerJwk }],
  ['x5u', { x5u: 'https://evil.example/chain.pem' }],
  ['x5c', { x5c: ['MIIB'] }],
];

/** Changes to the payload, signed with the right key. */
const HOSTILE_CLAIMS: [string, Record<string, unknown>][] = [
  ['exp missing', { exp: undefined }],
  ['exp a text', { exp: String(NOW_S + 600) }],
  ['exp null', { exp: null }],
  ['exp before iat', { exp: NOW_S, iat: NOW_S + 1 }],
  ['iat missing', { iat: undefined }],
  ['iat a text', { iat: String(NOW_S) }],
  ['nbf a text', { nbf: 'now' }],
  ['aud missing', { aud: undefined }],
  ['aud another', { aud: 'globex' }],
  ['aud in another case', { aud: 'ACME' }],
  ['aud a list', { aud: ['acme', 'https://goodturn.example'] }],
  ['aud an empty list', { aud: [] }],
  ['iss another', { iss: 'https://evil.example' }],
  ['iss not a text', { iss: 7 }],
];

describe.each(KINDS)('a $name token', (kind) => {
  const { header, claims, sign, accepts } = kind;
  const honest = forge(header, claims, sign);

  test('is accepted when it is honest', async () => {
    expect(await accepts(honest)).toBe(true);
  });

  test.each(HOSTILE_HEADERS)('is refused with a hostile header: %s', async (_, change) => {
    expect(await accepts(forge({ ...header, ...change }, claims, sign))).toBe(false);
  });

  test.each(HOSTILE_CLAIMS)('is refused with a hostile payload: %s', async (_, change) => {
    expect(await accepts(forge(header, { ...claims, ...change }, sign))).toBe(false);
  });

  test('is refused when a header member is given twice or hides in the prototype', async () => {
    const inner = JSON.stringify(header).slice(1, -1);
    for (const text of [
      `{"alg":"none",${inner}}`,
      `{${inner},"alg":${JSON.stringify(header['alg'])}}`,
      `{${inner},"typ":"JWT","typ":${JSON.stringify(header['typ'])}}`,
      `{"kid":"../../etc/passwd",${inner},"kid":"other"}`,
      `{${inner},"__proto__":{"alg":"none"}}`,
    ]) {
      expect(await accepts(forge(text, claims, sign)), text).toBe(false);
    }
  });

  test('is refused when a claim is given twice, also in escaped spelling or deeper down', async () => {
    const inner = JSON.stringify(claims).slice(1, -1);
    for (const extra of ['"aud":"acme"', '"\\u0061ud":"acme"', '"deep":[{"a":1,"b":{"a":1},"a":2}]']) {
      expect(await accepts(forge(header, `{${inner},${extra}}`, sign)), extra).toBe(false);
    }
    expect(
      await accepts(forge(header, `{${inner},"deep":[{"a":1,"b":{"a":1}},{"a":"\\"a\\":{,"}]}`, sign)),
    ).toBe(true);
  });

  test('is refused when a part is no JSON object in UTF-8', async () => {
    const text = JSON.stringify(claims);
    const parts = ['', '7', 'null', '"x"', `[${text}]`, `${text}x`, `\ufeff${text}`, nested(1000)];
    for (const part of [
      ...parts,
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0x7d])]),
    ]) {
      expect(await accepts(forge(header, part, sign)), String(part)).toBe(false);
      expect(await accepts(forge(part, claims, sign)), String(part)).toBe(false);
    }
  });

  test('is refused when it is large or deep, and the refusal is quick', async () => {
    const startedAt = performance.now();
    for (const size of [8_192, 65_536, 1_000_000]) {
      expect(await accepts(forge(header, { ...claims, pad: 'x'.repeat(size) }, sign))).toBe(false);
      expect(await accepts('a'.repeat(size))).toBe(false);
    }
    const deep = `${JSON.stringify(claims).slice(0, -1)},"deep":${nested(100_000)}}`;
    expect(await accepts(forge(header, deep, sign))).toBe(false);
    expect(await accepts(forge(deep, claims, sign))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('is refused without a signature, with a stranger’s, and with any changed bit', async () => {
    const [h, p, s = ''] = honest.split('.');
    const signature = Buffer.from(s, 'base64url');
    expect(await accepts(`${h}.${p}.`)).toBe(false);
    expect(await accepts(`${h}.${p}`)).toBe(false);
    expect(await accepts(forge(header, claims, kind.strangerSign))).toBe(false);
    expect(await accepts(forge(header, claims, () => signature.subarray(0, -1)))).toBe(false);
    expect(await accepts(forge(header, claims, () => Buffer.concat([signature, Buffer.of(0)])))).toBe(false);
    expect(await accepts(forge(header, claims, () => Buffer.alloc(signature.length)))).toBe(false);
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const changed = Buffer.from(signature);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await accepts(forge(header, claims, () => changed)), `bit ${bit}`).toBe(false);
    }
    expect(await accepts(forge(header, { ...claims, jti: 'clk_2', sub: 'user_43' }, () => signature))).toBe(
      false,
    );
  });

  test('is refused in another serialisation', async () => {
    const [h, p, s] = honest.split('.');
    for (const text of [
      JSON.stringify({ protected: h, payload: p, signature: s }),
      JSON.stringify({ payload: p, signatures: [{ protected: h, signature: s }] }),
      `${h}.${p}.${s}.${p}.${s}`,
      `${h}..${p}.${s}.${s}`,
      `${h}..${s}`,
      `Bearer ${honest}`,
      '',
      '..',
    ]) {
      expect(await accepts(text), text).toBe(false);
    }
  });
});

describe('the key of a referral token', () => {
  test('is looked up by an exact kid and nothing else', async () => {
    const kids = [
      undefined,
      strangerKid,
      '../../dev/null',
      '/etc/passwd',
      "' OR '1'='1",
      'x"; DROP TABLE keys; --',
    ];
    for (const kid of [
      ...kids,
      '__proto__',
      'constructor',
      'toString',
      '0',
      `${referralKind.header['kid']} `,
    ]) {
      const header = { ...referralKind.header, kid };
      expect(
        await referralKind.accepts(forge(header, referralKind.claims, referralKind.sign)),
        String(kid),
      ).toBe(false);
    }
  });

  test('never serves as an HMAC secret, in any of its public spellings', async () => {
    const [key] = await keyRing.publicKeys(NOW);
    const x = key?.x ?? '';
    const spellings = [x, Buffer.from(x, 'base64url'), JSON.stringify(key), key?.kid ?? ''];
    for (const secret of spellings) {
      const sign = (input: string) => createHmac('sha256', secret).update(input).digest();
      for (const alg of ['HS256', 'EdDSA']) {
        expect(
          await referralKind.accepts(forge({ ...referralKind.header, alg }, referralKind.claims, sign)),
        ).toBe(false);
      }
    }
  });

  test('and algorithm belong together: a good signature under another name is refused', async () => {
    for (const alg of ['Ed25519', 'HS256', 'ES256']) {
      const token = forge({ ...referralKind.header, alg }, referralKind.claims, referralKind.sign);
      expect(await referralKind.accepts(token), alg).toBe(false);
    }
  });
});
