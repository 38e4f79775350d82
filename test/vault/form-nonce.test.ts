import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createFormNonces } from '../../server/vault/form-nonce.ts';
import { createMac } from '../../server/vault/mac.ts';

const NOW = 1_795_000_000_000;
const HOUR_MS = 3_600_000;
const nonces = createFormNonces(createMac(createSecretKey(Buffer.alloc(32, 1))));

describe('the nonce of a form', () => {
  const nonce = nonces.issue('claim-a', NOW);

  test('is good for one hour, to the millisecond', () => {
    expect(nonces.verify(nonce, 'claim-a', NOW)).toBe(true);
    expect(nonces.verify(nonce, 'claim-a', NOW + HOUR_MS - 1)).toBe(true);
    expect(nonces.verify(nonce, 'claim-a', NOW + HOUR_MS)).toBe(false);
  });

  test('is good for its own claim and installation only', () => {
    expect(nonces.verify(nonce, 'claim-b', NOW)).toBe(false);
    const elsewhere = createFormNonces(createMac(createSecretKey(Buffer.alloc(32, 2))));
    expect(elsewhere.verify(nonce, 'claim-a', NOW)).toBe(false);
  });

  test('cannot be prolonged, respelled or cut', () => {
    const [end = '', mac = ''] = nonce.split('.');
    const texts = [
      `${Number(end) + 1}.${mac}`,
      `0${end}.${mac}`,
      `+${end}.${mac}`,
      `${end}.0.${mac}`,
      `${end}.${mac}=`,
    ];
    texts.push(`${nonce}\n`, ` ${nonce}`, `${end}.`, `.${mac}`, end, mac, '', `1e99.${mac}`);
    for (let length = 0; length < nonce.length; length += 1) texts.push(nonce.slice(0, length));
    for (const text of texts) expect(nonces.verify(text, 'claim-a', NOW), text).toBe(false);
  });

  test('keeps the claim and the end apart', () => {
    const [end = '', mac = ''] = nonce.split('.');
    expect(nonces.verify(`${end.slice(1)}.${mac}`, `claim-a${end.charAt(0)}`, 0)).toBe(false);
  });
});
