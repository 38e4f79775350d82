import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMac, equalMac } from '../../server/vault/mac.ts';

test('a MAC is HMAC-SHA-256 in base64url (RFC 4231, test case 2)', () => {
  const mac = createMac(createSecretKey(Buffer.from('Jefe')));
  const known = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(mac('what do ya want for nothing?')).toBe(Buffer.from(known, 'hex').toString('base64url'));
});

test('MACs of one text under two keys, and of two texts under one key, differ', () => {
  const [one, other] = [
    createMac(createSecretKey(Buffer.alloc(32, 1))),
    createMac(createSecretKey(Buffer.alloc(32, 2))),
  ];
  expect(one('code')).not.toBe(other('code'));
  expect(one('code')).not.toBe(one('code '));
  expect(one('code')).toBe(one('code'));
});

test('two MACs are equal only when every character is, whatever their lengths', () => {
  expect(equalMac('abc', 'abc')).toBe(true);
  for (const other of ['abd', 'Abc', 'ab', 'abcd', '', 'äbc', 'abc\0'])
    expect(equalMac('abc', other), other).toBe(false);
});
