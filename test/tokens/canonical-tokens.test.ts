import { compactVerify, type KeyObject } from 'jose';
import { describe, expect, test } from 'vitest';
import { forge, HMAC_SECRET, KINDS, keyRing, NOW, signerKid } from './kinds.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** All texts that differ from the token in the last character of one part only. */
function lastCharacterVariants(token: string): string[] {
  const parts = token.split('.');
  return parts
    .flatMap((part, index) =>
      [...BASE64URL].map((end) => parts.with(index, part.slice(0, -1) + end).join('.')),
    )
    .filter((text) => text !== token);
}

function respellings(token: string): string[] {
  const middle = Math.floor(token.length / 2);
  const around = [' ', '\n', '\r\n', '\t', '=', '\u00a0', '\ufeff', '\0'];
  return [
    ...around.flatMap((mark) => [
      token + mark,
      mark + token,
      token.slice(0, middle) + mark + token.slice(middle),
      token.replace('.', `${mark}.`),
    ]),
    `${token}==`,
    `${token}.`,
    token.replaceAll('.', '%2E'),
    `${token}A`,
    `${token}AAAA`,
  ];
}

describe.each(KINDS)('a $name token', ({ header, claims, sign, accepts }) => {
  // Payloads of three lengths in a row, so that every number of spare bits comes up.
  const tokens = ['', 'x', 'xx'].map((pad) => forge(header, { ...claims, pad }, sign));

  test.each(tokens)('has one spelling only (%#)', async (token) => {
    expect(await accepts(token)).toBe(true);
    for (const text of [...lastCharacterVariants(token), ...respellings(token)]) {
      expect(await accepts(text), JSON.stringify(text)).toBe(false);
    }
  });

  test('would have several without our own check', async () => {
    const [token = ''] = tokens;
    const key: KeyObject | Uint8Array | null =
      header['alg'] === 'HS256' ? HMAC_SECRET : await keyRing.verifyingKey(signerKid, NOW);
    if (key === null) throw new Error('The signing key is not in the ring.');
    const verdicts = await Promise.allSettled(
      lastCharacterVariants(token).map((text) => compactVerify(text, key)),
    );
    const accepted = verdicts.filter((verdict) => verdict.status === 'fulfilled');
    expect(accepted.length).toBeGreaterThanOrEqual(3);
  });
});
